### Italiano. Tono: tu.

## The frame of every page

language-label = Lingua
language-change = Cambia
skip = Vai al contenuto
new-window = (si apre in una nuova finestra)
steps = La tua candidatura
step-apply = Candidatura
step-book = Prenota il colloquio
step-complete = Concludi
step-done = (fatto)
applicant = Candidatura di { $name }
leave-question = Non sei tu?
leave = Ricomincia

## The form

apply-title = Entra nella nostra rete di talenti
apply-intro = Raccontaci qualcosa di te, poi scegli quando parlare con noi. Bastano circa tre minuti.
apply-name = Il tuo nome
apply-email = Indirizzo email
optional = facoltativo
select = Scegli
yes = Sì
no = No
send = Continua
send-next = Poi sceglierai quando parlare con noi.
trap = Lascia vuoto questo campo
trapped = Non abbiamo inviato nulla, perché un campo nascosto era compilato, forse da un’estensione del browser. L’abbiamo svuotato: premi di nuovo «Continua».
check-title = Controlla le tue risposte
check =
    { $count ->
        [one] Controlla una risposta.
       *[other] Controlla { $count } risposte.
    }

## What is wrong with a field

wrong-name = Scrivi il tuo nome.
wrong-email = Scrivi il tuo indirizzo email.
wrong-empty = Compila questo campo.
wrong-long =
    { $limit ->
        [one] Usa un solo carattere. Ce ne sono { $count }.
       *[other] Usa al massimo { $limit } caratteri. Ce ne sono { $count }.
    }
wrong-unprintable = Scrivilo di nuovo: contiene caratteri invisibili.
wrong-address = Scrivi un indirizzo email, come nome@example.com.
wrong-link = Scrivi un indirizzo web, come https://example.com.
wrong-choose = Scegli una risposta.
wrong-choose-some = Scegli almeno una risposta.
wrong-phone = Scrivi un numero di telefono con il prefisso del paese, come +49 30 901820.
wrong-number = Scrivi un numero, come 5 o 2,5.
wrong-date = Scrivi una data come anno-mese-giorno, ad esempio 2026-11-12.
wrong-option = Scegli una delle risposte proposte.
wrong-only-one = Dai una sola risposta.

## No application in this browser

unknown = Non troviamo la tua candidatura
unknown-lead = Non è salvata in questo browser. Incolla qui sotto il tuo link privato o apri questa pagina nel browser da cui l’hai inviata.
unknown-start = Inizia una candidatura

## Applied, and not booked

ready = Scegli quando parlare con noi
ready-lead = Abbiamo ricevuto la tua candidatura. Il prossimo passo è una breve conversazione.
ready-how = Scegli un orario nel calendario. I tuoi dati sono già inseriti e la prenotazione apparirà qui in pochi secondi.
ready-open = Apri il calendario
ready-waiting = Scegli un orario nella scheda del calendario. La prenotazione apparirà qui.
ready-booked = Hai già prenotato?
ready-show = Mostra la mia prenotazione
ready-closed = Le prenotazioni non sono ancora aperte. Conserviamo la tua candidatura: torna presto su questa pagina.

## The booking is on its way

confirming = Stiamo confermando la prenotazione
confirming-lead = Aspettiamo la conferma del calendario. Ci vuole qualche secondo e questa pagina si aggiorna da sola.
confirming-late = Ci vuole più del solito
confirming-late-lead = Se hai ricevuto un’email di conferma, il colloquio è prenotato e non devi fare nulla. Lo mostreremo qui appena ne avremo notizia.
confirming-again-question = Nessuna email?
confirming-again = Scegli di nuovo un orario

## Booked

scheduled = Il tuo colloquio è prenotato
scheduled-lead = Un ultimo passo: inviaci la candidatura completa.
scheduled-guest = Trovi tutti i dettagli qui e nella tua email.
complete = Concludi la candidatura
join = Partecipa alla chiamata
calendars = Aggiungi al calendario
calendar-file = Apple o altro
change-question = Devi cambiare qualcosa?
reschedule = Sposta
cancel = Annulla

## Its facts

fact-what = Oggetto
fact-duration = Durata
fact-host = Con
fact-where = Dove
place-person = Di persona
place-phone = Al telefono
place-video = Videochiamata
your-clock = Nel tuo orario:

## Waits for the host

requested = In attesa di conferma
requested-lead-host = { $host } deve ancora confermare questo orario. Riceverai un’email e questa pagina si aggiorna da sola.
requested-lead = Questo orario deve ancora essere confermato. Riceverai un’email e questa pagina si aggiorna da sola.

## Another time is needed

again = Scegli un altro orario
again-lead-host = { $host } ti chiede di spostare il colloquio.
again-lead = Ti chiediamo di spostare il colloquio.
again-pick = Scegli un altro orario
cancelled = Il tuo colloquio è stato annullato
cancelled-lead = Abbiamo ancora la tua candidatura. Scegli un altro orario quando vuoi.
declined = Quell’orario non andava bene
declined-lead-host = { $host } non può a quell’ora. Scegli un altro orario.
declined-lead = A quell’ora non possiamo. Scegli un altro orario.
missed = Peccato, non ci siamo incontrati
missed-lead = Ti interessa ancora? Scegli un nuovo orario.

## After it

ended = Grazie per aver parlato con noi
ended-lead = Un ultimo passo: inviaci la candidatura completa.
ended-guest = Il tuo colloquio si è svolto.
completed = Grazie
completed-lead = La tua candidatura è completa e non devi fare altro. Non vediamo l’ora di parlare con te.

## An interview of which only the email address is known

withheld = Questo colloquio è tuo?
withheld-booked = È stato prenotato un colloquio con il tuo indirizzo email.
withheld-requested = È stato richiesto un colloquio con il tuo indirizzo email. Deve ancora essere confermato.
withheld-cancelled = Un colloquio con il tuo indirizzo email è stato annullato.
withheld-declined = Un colloquio richiesto con il tuo indirizzo email è stato rifiutato.
withheld-again = Per un colloquio prenotato con il tuo indirizzo email viene chiesto un altro orario.
withheld-ended = Un colloquio con il tuo indirizzo email si è svolto.
withheld-missed = Qualcuno non si è presentato a un colloquio con il tuo indirizzo email.
withheld-why = Chiunque può scrivere un indirizzo, perciò mostriamo i dettagli solo a chi ha prenotato.
withheld-link = Link alla tua prenotazione
withheld-link-help = Copialo dall’email di conferma: è il link per annullare o spostare. Basta anche solo il codice.
withheld-show = Mostra il mio colloquio
withheld-just = Hai appena prenotato? Il calendario ti riporta qui e allora lo vedrai.
withheld-other = Non è tuo?
withheld-wrong = Con questo non abbiamo trovato nessun tuo colloquio. Copia il link intero dall’email di conferma.
claim-question = L’hai prenotato tu? Aggiungilo alla tua candidatura.
claim = È il mio colloquio

## Something went wrong

back = Torna alla tua candidatura
retry = Riprova
request = Richiesta { $id }
error-missing = Pagina non trovata
error-missing-lead = Controlla l’indirizzo o torna alla tua candidatura.
error-forbidden = Apri di nuovo la pagina
error-forbidden-lead = Il modulo veniva da un altro sito. Aprilo qui e invialo di nuovo.
error-wait = Un momento, per favore
error-wait-lead =
    { $seconds ->
        [one] Molte persone si stanno candidando dalla tua rete. Riprova tra un secondo.
       *[other] Molte persone si stanno candidando dalla tua rete. Riprova tra { $seconds } secondi.
    }
error-unsaved = Non siamo riusciti a salvare
error-unsaved-lead = Non è stato inviato nulla. Torna indietro e riprova tra un minuto.
error-unread = In questo momento non possiamo mostrarlo
error-unread-lead = La tua candidatura è al sicuro. Riprova tra un minuto.
error-broken = Non riusciamo a leggere la tua candidatura
error-broken-lead = È colpa nostra e ne abbiamo preso nota. Puoi aspettare che lo risolviamo o ricominciare.
error-long = È troppo lungo da inviare
error-long-lead = Torna indietro e accorcia la risposta più lunga.
error-slow = Il modulo non è arrivato
error-slow-lead = La connessione si è interrotta o era troppo lenta. Torna indietro e invialo di nuovo.
error-internal = Qualcosa è andato storto
error-internal-lead = È colpa nostra e ne abbiamo preso nota. Riprova tra un minuto.
error-other = Non abbiamo capito
error-other-lead = Torna alla tua candidatura e riprova.

## Sending the form

sending = Invio in corso…
draft = Le tue risposte restano salvate su questo dispositivo finché non le invii.
draft-clear = Cancella
offline = Sei offline
offline-lead = Le tue risposte sono ancora qui. Le invieremo quando tornerai online.
unreachable = Il server non è raggiungibile
unreachable-lead = Le tue risposte sono ancora qui. Continuiamo a provare e arriveranno una volta sola.
applied = Hai già inviato la tua candidatura
applied-lead = La tua prima candidatura resta valida, quindi non abbiamo inviato questa.
applied-show = Mostra la mia candidatura

## The data

data-to = Le tue risposte arrivano a { $team }.
privacy = Privacy
contact = Domande?

## The way back

open = Sei { $name }?
open-lead = Questo link apre la tua candidatura in questo browser.
open-other-lead = In questo browser è aperta un’altra candidatura. Questo link apre la tua al suo posto.
open-yes = Sì, apri la mia candidatura
open-no = No
leave-title = Ricominciare?
leave-lead = Questo browser dimenticherà la tua candidatura. Noi la conserviamo: per tornarci, tieni questo link.
leave-keep = Mantieni la mia candidatura
share = Apri questa pagina su un altro dispositivo
share-lead = Questo link è solo tuo: chi lo possiede può vedere e modificare la tua candidatura.
share-link = Il tuo link privato
share-code = Codice QR del tuo link privato
copy = Copia
copied = Copiato
find-label = Il tuo link
find-help = Il tuo link privato, per esempio dal calendario, o un link dell’email di conferma.
find = Trova
two-applications = Hai inviato due candidature. Questa pagina mostrava l’altra.
two-show = Mostra l’altra

## Changes while the page is open

moved = Il tuo colloquio è stato spostato
moved-from = Prima: { $date }, { $hours }
expecting = Aspettiamo che il calendario confermi una modifica. Fino ad allora vale questo appuntamento.
ready-shut = Il calendario è chiuso. Se hai prenotato, l’appuntamento comparirà qui tra pochi secondi. Altrimenti riapri il calendario.
calendar-follow = Iscriviti, così le modifiche arrivano nel tuo calendario
next-steps = Che cosa succede ora

## What was sent

invited = L’invito sarà inviato a { $email }.
invited-wrong = Non è il tuo indirizzo?
invited-save = Salva l’indirizzo
sent = Che cosa hai inviato
withdraw = Ritira la mia candidatura
withdraw-title = Ritirare la candidatura?
withdraw-lead = Il team vedrà che hai ritirato la candidatura. Puoi cambiare idea e candidarti di nuovo.
withdrawn = Hai ritirato la candidatura
withdrawn-lead = L’hai ritirata { $date }. Hai cambiato idea? Candidati di nuovo quando vuoi.
withdrawn-booking = Il tuo colloquio è ancora nel calendario. Per favore, annullalo anche lì.
withdrawn-cancel = Annulla il colloquio
withdrawn-again = Candidati di nuovo

## Dates and times

date = { weekday } { $day } { month } { $year }
date-in-year = { weekday } { $day } { month }
clock = { $hour }:{ $minute }
clock-from = { clock }
span = dalle { $from } alle { $until }
span-days = dalle { $from } alle { $until } di { $day }
zone = ora di { $city }
when = { $hours }, { $zone }
state-when = { $state }: { $date }, { $hours }, { $zone }
minutes =
    { $count ->
        [one] { $count } minuto
       *[other] { $count } minuti
    }
hours =
    { $count ->
        [one] { $count } ora
       *[other] { $count } ore
    }
hours-minutes = { $hours } e { $minutes }
weekday =
    { $weekday ->
        [1] lunedì
        [2] martedì
        [3] mercoledì
        [4] giovedì
        [5] venerdì
        [6] sabato
       *[7] domenica
    }
month =
    { $month ->
        [1] gennaio
        [2] febbraio
        [3] marzo
        [4] aprile
        [5] maggio
        [6] giugno
        [7] luglio
        [8] agosto
        [9] settembre
        [10] ottobre
        [11] novembre
       *[12] dicembre
    }
month-short =
    { $month ->
        [1] gen
        [2] feb
        [3] mar
        [4] apr
        [5] mag
        [6] giu
        [7] lug
        [8] ago
        [9] set
        [10] ott
        [11] nov
       *[12] dic
    }
