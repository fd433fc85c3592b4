### Español. Tratamiento: tú.

## The frame of every page

language-label = Idioma
language-change = Cambiar
skip = Ir al contenido
new-window = (se abre en una ventana nueva)
steps = Tu solicitud
step-apply = Solicitud
step-book = Reservar cita
step-complete = Finalizar
step-done = (hecho)
applicant = Solicitud de { $name }
leave-question = ¿No eres tú?
leave = Empezar de nuevo

## The form

apply-title = Únete a nuestra red de talento
apply-intro = Cuéntanos un poco sobre ti y después elige un momento para hablar. Te llevará unos tres minutos.
apply-name = Tu nombre
apply-email = Correo electrónico
optional = opcional
select = Elige una opción
yes = Sí
no = No
send = Continuar
send-next = Después elegirás un momento para hablar.
trap = Deja esto vacío
trapped = No hemos enviado nada porque se había rellenado un campo oculto, quizá por una extensión del navegador. Lo hemos vaciado: pulsa «Continuar» otra vez.
check-title = Revisa tus respuestas
check =
    { $count ->
        [one] Revisa una respuesta.
       *[other] Revisa { $count } respuestas.
    }

## What is wrong with a field

wrong-name = Escribe tu nombre.
wrong-email = Escribe tu correo electrónico.
wrong-empty = Rellena este campo.
wrong-long =
    { $limit ->
        [one] Usa un solo carácter. Hay { $count }.
       *[other] Usa { $limit } caracteres como máximo. Hay { $count }.
    }
wrong-unprintable = Escríbelo de nuevo: contiene caracteres invisibles.
wrong-address = Escribe una dirección de correo, como nombre@example.com.
wrong-link = Escribe una dirección web, como https://example.com.
wrong-choose = Elige una opción.
wrong-choose-some = Elige al menos una opción.
wrong-phone = Escribe un número de teléfono con el prefijo del país, como +49 30 901820.
wrong-number = Escribe un número, como 5 o 2,5.
wrong-date = Escribe una fecha como año-mes-día, por ejemplo 2026-11-12.
wrong-option = Elige una de las respuestas que ofrecemos.
wrong-only-one = Da una sola respuesta.

## No application in this browser

unknown = No encontramos tu solicitud
unknown-lead = No está guardada en este navegador. Pega abajo tu enlace privado o abre esta página donde la enviaste.
unknown-start = Empezar una solicitud

## Applied, and not booked

ready = Elige un momento para hablar
ready-lead = Ya tenemos tu solicitud. Lo siguiente es una breve conversación.
ready-how = Elige una hora en el calendario. Tus datos ya están puestos, y tu reserva aparecerá aquí en unos segundos.
ready-open = Abrir el calendario
ready-waiting = Elige una hora en la pestaña del calendario. Mostraremos tu reserva aquí.
ready-booked = ¿Ya has reservado?
ready-show = Ver mi reserva
ready-closed = Todavía no se puede reservar. Guardamos tu solicitud: vuelve pronto a esta página.

## The booking is on its way

confirming = Confirmando tu reserva
confirming-lead = Estamos esperando la confirmación del calendario. Tarda unos segundos y esta página se actualiza sola.
confirming-late = Está tardando más de lo normal
confirming-late-lead = Si has recibido un correo de confirmación, tu cita está reservada y no tienes que hacer nada. La mostraremos aquí en cuanto nos llegue.
confirming-again-question = ¿No te ha llegado ningún correo?
confirming-again = Elegir hora otra vez

## Booked

scheduled = Tu cita está reservada
scheduled-lead = Un último paso: envíanos tu solicitud terminada.
scheduled-guest = Tienes todos los detalles aquí y en tu correo.
complete = Finalizar la solicitud
join = Unirse a la llamada
calendars = Añadir al calendario
calendar-file = Apple u otro
change-question = ¿Necesitas cambiar algo?
reschedule = Cambiar la hora
cancel = Cancelar

## Its facts

fact-what = Asunto
fact-duration = Duración
fact-host = Con
fact-where = Lugar
place-person = En persona
place-phone = Por teléfono
place-video = Videollamada
your-clock = En tu hora:

## Waits for the host

requested = Pendiente de confirmación
requested-lead-host = { $host } confirmará esta hora. Recibirás un correo, y esta página se actualiza sola.
requested-lead = Falta confirmar esta hora. Recibirás un correo, y esta página se actualiza sola.

## Another time is needed

again = Elige otro momento
again-lead-host = { $host } te pide cambiar la hora de la entrevista.
again-lead = Te pedimos cambiar la hora de la entrevista.
again-pick = Elegir otro momento
cancelled = Se ha cancelado tu entrevista
cancelled-lead = Seguimos teniendo tu solicitud. Elige otro momento cuando quieras.
declined = A esa hora no ha podido ser
declined-lead-host = { $host } no puede a esa hora. Elige otra, por favor.
declined-lead = A esa hora no podemos. Elige otra, por favor.
missed = Sentimos no haber coincidido
missed-lead = ¿Te sigue interesando? Elige una nueva hora.

## After it

ended = Gracias por hablar con nosotros
ended-lead = Un último paso: envíanos tu solicitud terminada.
ended-guest = Tu entrevista ya ha tenido lugar.
completed = Gracias
completed-lead = Tu solicitud está completa y no tienes que hacer nada más. Tenemos ganas de hablar contigo.

## An interview of which only the email address is known

withheld = ¿Es tuya esta entrevista?
withheld-booked = Se ha reservado una entrevista con tu correo electrónico.
withheld-requested = Se ha pedido una entrevista con tu correo electrónico. Todavía hay que confirmarla.
withheld-cancelled = Se ha cancelado una entrevista con tu correo electrónico.
withheld-declined = Se ha rechazado una entrevista que se pidió con tu correo electrónico.
withheld-again = Se pide otra hora para una entrevista reservada con tu correo electrónico.
withheld-ended = Ha tenido lugar una entrevista con tu correo electrónico.
withheld-missed = Nadie acudió a una entrevista con tu correo electrónico.
withheld-why = Cualquiera puede escribir una dirección, así que solo mostramos los detalles a la persona que reservó.
withheld-link = Enlace a tu reserva
withheld-link-help = Cópialo del correo de confirmación: el enlace para cancelar o cambiar la hora. También basta con la referencia.
withheld-show = Ver mi entrevista
withheld-just = ¿Acabas de reservar? El calendario te trae de vuelta aquí y entonces la verás.
withheld-other = ¿No es tuya?
withheld-wrong = No hemos encontrado ninguna entrevista tuya con eso. Copia el enlace completo del correo de confirmación.
claim-question = ¿Has hecho tú esta reserva? Añádela a tu solicitud.
claim = Es mi entrevista

## Something went wrong

back = Volver a tu solicitud
retry = Intentarlo de nuevo
request = Petición { $id }
error-missing = Página no encontrada
error-missing-lead = Comprueba la dirección o vuelve a tu solicitud.
error-forbidden = Abre la página otra vez
error-forbidden-lead = El formulario venía de otro sitio web. Ábrelo aquí y envíalo de nuevo.
error-wait = Espera un momento, por favor
error-wait-lead =
    { $seconds ->
        [one] Hay muchas personas enviando solicitudes desde tu red. Inténtalo de nuevo en un segundo.
       *[other] Hay muchas personas enviando solicitudes desde tu red. Inténtalo de nuevo en { $seconds } segundos.
    }
error-unsaved = No hemos podido guardarlo
error-unsaved-lead = No se ha enviado nada. Vuelve atrás e inténtalo de nuevo en un minuto.
error-unread = Ahora mismo no podemos mostrarlo
error-unread-lead = Tu solicitud está a salvo. Inténtalo de nuevo en un minuto.
error-broken = No podemos leer tu solicitud
error-broken-lead = Es culpa nuestra y ya lo hemos anotado. Puedes esperar a que lo arreglemos o empezar de nuevo.
error-long = Es demasiado largo para enviarlo
error-long-lead = Vuelve atrás y acorta tu respuesta más larga.
error-slow = Tu formulario no nos ha llegado
error-slow-lead = La conexión se cortó o iba demasiado lenta. Vuelve atrás y envíalo de nuevo.
error-internal = Algo ha ido mal
error-internal-lead = Es culpa nuestra y ya lo hemos anotado. Inténtalo de nuevo en un minuto.
error-other = No lo hemos entendido
error-other-lead = Vuelve a tu solicitud e inténtalo de nuevo.

## Sending the form

sending = Enviando…
draft = Tus respuestas se guardan en este dispositivo hasta que las envíes.
draft-clear = Borrar
offline = No tienes conexión
offline-lead = Tus respuestas siguen aquí. Las enviaremos cuando vuelvas a tener conexión.
unreachable = No podemos conectar con el servidor
unreachable-lead = Tus respuestas siguen aquí. Seguiremos intentándolo y llegarán una sola vez.
applied = Ya has enviado tu solicitud
applied-lead = Tu primera solicitud sigue en pie, así que no hemos enviado esta.
applied-show = Ver mi solicitud

## The data

data-to = Tus respuestas llegan a { $team }.
privacy = Privacidad
contact = ¿Tienes preguntas?

## The way back

open = ¿Eres { $name }?
open-lead = Este enlace abre tu solicitud en este navegador.
open-other-lead = En este navegador hay otra solicitud abierta. Este enlace abre la tuya en su lugar.
open-yes = Sí, abrir mi solicitud
open-no = No
leave-title = ¿Empezar de nuevo?
leave-lead = Este navegador olvidará tu solicitud. Nosotros la conservamos: guarda este enlace para volver más tarde.
leave-keep = Conservar mi solicitud
share = Abrir esta página en otro dispositivo
share-lead = Este enlace es solo para ti: quien lo tenga puede ver y cambiar tu solicitud.
share-link = Tu enlace privado
share-code = Código QR de tu enlace privado
copy = Copiar
copied = Copiado
find-label = Tu enlace
find-help = Tu enlace privado, por ejemplo el de tu calendario, o un enlace del correo de confirmación.
find = Buscar
two-applications = Enviaste dos solicitudes. Esta página mostraba la otra.
two-show = Mostrar la otra

## Changes while the page is open

moved = Tu entrevista ha cambiado de hora
moved-from = Antes: { $date }, { $hours }
expecting = Esperamos a que el calendario confirme un cambio. Hasta entonces, esta cita sigue en pie.
ready-shut = El calendario está cerrado. Si has reservado, la cita aparecerá aquí en unos segundos. Si no, vuelve a abrirlo.
calendar-follow = Suscribirse, para que los cambios lleguen a tu calendario
next-steps = Qué pasa ahora

## What was sent

invited = La invitación se enviará a { $email }.
invited-wrong = ¿No es tu dirección?
invited-save = Guardar dirección
sent = Lo que enviaste
withdraw = Retirar mi solicitud
withdraw-title = ¿Retirar tu solicitud?
withdraw-lead = El equipo verá que la has retirado. Puedes cambiar de opinión y enviarla de nuevo.
withdrawn = Has retirado tu solicitud
withdrawn-lead = Fue el { $date }. ¿Has cambiado de opinión? Envíala de nuevo cuando quieras.
withdrawn-booking = Tu entrevista sigue en el calendario. Cancélala también allí, por favor.
withdrawn-cancel = Cancelar la entrevista
withdrawn-again = Enviarla de nuevo

## Dates and times

date = { weekday }, { $day } de { month } de { $year }
date-in-year = { weekday }, { $day } de { month }
clock = { $hour }:{ $minute }
clock-from = { clock }
span = de { $from } a { $until }
span-days = de { $from } a { $until } del { $day }
zone = hora de { $city }
when = { $hours }, { $zone }
state-when = { $state }: { $date }, { $hours }, { $zone }
minutes =
    { $count ->
        [one] { $count } minuto
       *[other] { $count } minutos
    }
hours =
    { $count ->
        [one] { $count } hora
       *[other] { $count } horas
    }
hours-minutes = { $hours } y { $minutes }
weekday =
    { $weekday ->
        [1] lunes
        [2] martes
        [3] miércoles
        [4] jueves
        [5] viernes
        [6] sábado
       *[7] domingo
    }
month =
    { $month ->
        [1] enero
        [2] febrero
        [3] marzo
        [4] abril
        [5] mayo
        [6] junio
        [7] julio
        [8] agosto
        [9] septiembre
        [10] octubre
        [11] noviembre
       *[12] diciembre
    }
month-short =
    { $month ->
        [1] ene
        [2] feb
        [3] mar
        [4] abr
        [5] may
        [6] jun
        [7] jul
        [8] ago
        [9] sept
        [10] oct
        [11] nov
       *[12] dic
    }
