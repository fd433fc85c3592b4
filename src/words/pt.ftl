### Português. Tratamento: você. As palavras servem no Brasil e em Portugal.

## The frame of every page

language-label = Idioma
language-change = Mudar
skip = Ir para o conteúdo
new-window = (abre em uma nova janela)
steps = Sua candidatura
step-apply = Candidatura
step-book = Agendar conversa
step-complete = Concluir
step-done = (feito)
applicant = Candidatura de { $name }
leave-question = Não é você?
leave = Começar de novo

## The form

apply-title = Faça parte da nossa rede de talentos
apply-intro = Conte um pouco sobre você e depois escolha um horário para conversar. Leva uns três minutos.
apply-name = Seu nome
apply-email = E-mail
optional = opcional
select = Escolha uma opção
yes = Sim
no = Não
send = Continuar
send-next = Depois, você escolhe um horário para conversar.
trap = Deixe em branco
trapped = Não enviamos nada, porque um campo oculto foi preenchido, talvez por uma extensão do navegador. Já o limpamos: clique em “Continuar” outra vez.
check-title = Confira suas respostas
check =
    { $count ->
        [one] Confira uma resposta.
       *[other] Confira { $count } respostas.
    }

## What is wrong with a field

wrong-name = Informe seu nome.
wrong-email = Informe seu e-mail.
wrong-empty = Preencha este campo.
wrong-long =
    { $limit ->
        [one] Use um caractere só. Há { $count }.
       *[other] Use no máximo { $limit } caracteres. Há { $count }.
    }
wrong-unprintable = Digite de novo: há caracteres invisíveis.
wrong-address = Informe um e-mail, como nome@example.com.
wrong-link = Informe um endereço da web, como https://example.com.
wrong-choose = Escolha uma opção.
wrong-choose-some = Escolha pelo menos uma opção.
wrong-phone = Informe um telefone com o código do país, como +49 30 901820.
wrong-number = Informe um número, como 5 ou 2,5.
wrong-date = Informe a data como ano-mês-dia, por exemplo 2026-11-12.
wrong-option = Escolha uma das respostas oferecidas.
wrong-only-one = Dê uma resposta só.

## No application in this browser

unknown = Não encontramos sua candidatura
unknown-lead = Ela não está salva neste navegador. Cole abaixo seu link privado ou abra esta página onde você se candidatou.
unknown-start = Começar uma candidatura

## Applied, and not booked

ready = Escolha um horário para conversar
ready-lead = Recebemos sua candidatura. O próximo passo é uma conversa rápida.
ready-how = Escolha um horário no calendário. Seus dados já estão preenchidos, e o agendamento aparece aqui em segundos.
ready-open = Abrir o calendário
ready-waiting = Escolha um horário na aba do calendário. Seu agendamento vai aparecer aqui.
ready-booked = Já agendou?
ready-show = Ver meu agendamento
ready-closed = O agendamento ainda não está aberto. Guardamos sua candidatura; volte a esta página em breve.

## The booking is on its way

confirming = Confirmando seu agendamento
confirming-lead = Estamos aguardando a confirmação do calendário. Leva alguns segundos, e esta página se atualiza sozinha.
confirming-late = Está demorando mais que o normal
confirming-late-lead = Se você recebeu um e-mail de confirmação, está tudo certo e não precisa fazer nada. Vamos mostrar aqui assim que soubermos.
confirming-again-question = Não recebeu e-mail?
confirming-again = Escolher um horário de novo

## Booked

scheduled = Sua conversa está marcada
scheduled-lead = Um último passo: envie sua candidatura concluída.
scheduled-guest = Os detalhes estão aqui e no seu e-mail.
complete = Concluir candidatura
join = Entrar na chamada
calendars = Adicionar ao calendário
calendar-file = Apple ou outro
change-question = Precisa mudar algo?
reschedule = Remarcar
cancel = Cancelar

## Its facts

fact-what = Assunto
fact-duration = Duração
fact-host = Com
fact-where = Local
place-person = Pessoalmente
place-phone = Por telefone
place-video = Videochamada
your-clock = No seu horário:

## Waits for the host

requested = Aguardando confirmação
requested-lead-host = { $host } vai confirmar esse horário. Você receberá um e-mail, e esta página se atualiza sozinha.
requested-lead = Esse horário ainda será confirmado. Você receberá um e-mail, e esta página se atualiza sozinha.

## Another time is needed

again = Escolha outro horário
again-lead-host = { $host } pediu para mudar o horário da conversa.
again-lead = Pedimos para mudar o horário da conversa.
again-pick = Escolher outro horário
cancelled = Sua conversa foi cancelada
cancelled-lead = Ainda temos sua candidatura. Escolha outro horário quando quiser.
declined = Esse horário não deu certo
declined-lead-host = { $host } não pode nesse horário. Escolha outro, por favor.
declined-lead = Não podemos nesse horário. Escolha outro, por favor.
missed = Que pena, nos desencontramos
missed-lead = Ainda tem interesse? É só escolher um novo horário.

## After it

ended = Obrigado pela conversa
ended-lead = Um último passo: envie sua candidatura concluída.
ended-guest = Sua conversa já aconteceu.
completed = Obrigado
completed-lead = Sua candidatura está completa e não há mais nada a fazer. Será um prazer conversar com você.

## An interview of which only the email address is known

withheld = Esta conversa é sua?
withheld-booked = Uma conversa foi marcada com o seu e-mail.
withheld-requested = Uma conversa foi solicitada com o seu e-mail. Ela ainda precisa ser confirmada.
withheld-cancelled = Uma conversa com o seu e-mail foi cancelada.
withheld-declined = Uma conversa solicitada com o seu e-mail foi recusada.
withheld-again = Pediram outro horário para uma conversa marcada com o seu e-mail.
withheld-ended = Uma conversa com o seu e-mail já aconteceu.
withheld-missed = Alguém faltou a uma conversa com o seu e-mail.
withheld-why = Qualquer pessoa pode digitar um endereço; por isso só mostramos os detalhes a quem fez o agendamento.
withheld-link = Link do seu agendamento
withheld-link-help = Copie do e-mail de confirmação: o link para cancelar ou remarcar. Só a referência também serve.
withheld-show = Ver minha conversa
withheld-just = Acabou de agendar? O calendário traz você de volta para cá, e então tudo aparece.
withheld-other = Não é sua?
withheld-wrong = Não encontramos nenhuma conversa sua com isso. Copie o link inteiro do e-mail de confirmação.
claim-question = Foi você que agendou? Adicione à sua candidatura.
claim = É a minha conversa

## Something went wrong

back = Voltar à sua candidatura
retry = Tentar de novo
request = Pedido { $id }
error-missing = Página não encontrada
error-missing-lead = Confira o endereço ou volte à sua candidatura.
error-forbidden = Abra a página de novo, por favor
error-forbidden-lead = O formulário veio de outro site. Abra-o aqui e envie de novo.
error-wait = Só um momento, por favor
error-wait-lead =
    { $seconds ->
        [one] Muitas pessoas estão se candidatando pela sua rede. Tente de novo em um segundo.
       *[other] Muitas pessoas estão se candidatando pela sua rede. Tente de novo em { $seconds } segundos.
    }
error-unsaved = Não conseguimos salvar
error-unsaved-lead = Nada foi enviado. Volte e tente de novo em um minuto.
error-unread = Não conseguimos mostrar isto agora
error-unread-lead = Sua candidatura está segura. Tente de novo em um minuto.
error-broken = Não conseguimos ler sua candidatura
error-broken-lead = A falha é nossa, e já a registramos. Você pode esperar o conserto ou começar de novo.
error-long = É longo demais para enviar
error-long-lead = Volte e encurte sua resposta mais longa.
error-slow = Seu formulário não chegou
error-slow-lead = A conexão caiu ou estava lenta demais. Volte e envie de novo.
error-internal = Algo deu errado
error-internal-lead = A falha é nossa, e já a registramos. Tente de novo em um minuto.
error-other = Não entendemos
error-other-lead = Volte à sua candidatura e tente de novo.

## Sending the form

sending = Enviando…
draft = Suas respostas ficam salvas neste dispositivo até você enviá-las.
draft-clear = Apagar
offline = Você está sem conexão
offline-lead = Suas respostas continuam aqui. Vamos enviá-las quando a conexão voltar.
unreachable = Não conseguimos acessar o servidor
unreachable-lead = Suas respostas continuam aqui. Vamos seguir tentando, e elas chegarão só uma vez.
applied = Você já se candidatou
applied-lead = Sua primeira candidatura continua valendo, por isso não enviamos esta.
applied-show = Ver minha candidatura

## The data

data-to = Suas respostas vão para { $team }.
privacy = Privacidade
contact = Dúvidas?

## The way back

open = Você é { $name }?
open-lead = Este link abre sua candidatura neste navegador.
open-other-lead = Há outra candidatura aberta neste navegador. Este link abre a sua no lugar dela.
open-yes = Sim, abrir minha candidatura
open-no = Não
leave-title = Começar de novo?
leave-lead = Este navegador vai esquecer sua candidatura. Nós continuamos com ela: para voltar depois, guarde este link.
leave-keep = Manter minha candidatura
share = Abrir esta página em outro dispositivo
share-lead = Este link é só seu: quem o tiver pode ver e alterar sua candidatura.
share-link = Seu link privado
share-code = Código QR do seu link privado
copy = Copiar
copied = Copiado
find-label = Seu link
find-help = Seu link privado, por exemplo o do seu calendário, ou um link do e-mail de confirmação.
find = Encontrar
two-applications = Você enviou duas candidaturas. Esta página mostrava a outra.
two-show = Mostrar a outra

## Changes while the page is open

moved = Sua conversa mudou de horário
moved-from = Antes: { $date }, { $hours }
expecting = Estamos esperando o calendário confirmar uma mudança. Até lá, este horário continua valendo.
ready-shut = O calendário foi fechado. Se você marcou, o horário aparece aqui em alguns segundos. Se não, abra o calendário de novo.
calendar-follow = Assinar, para que as mudanças apareçam no seu calendário
next-steps = O que vem a seguir

## What was sent

invited = O convite vai para { $email }.
invited-wrong = Não é seu endereço?
invited-save = Salvar endereço
sent = O que você enviou
withdraw = Retirar minha candidatura
withdraw-title = Retirar sua candidatura?
withdraw-lead = A equipe verá que você retirou sua candidatura. Você pode mudar de ideia e se candidatar de novo.
withdrawn = Você retirou sua candidatura
withdrawn-lead = Data: { $date }. Mudou de ideia? Candidate-se de novo quando quiser.
withdrawn-booking = Sua conversa continua no calendário. Cancele-a lá também, por favor.
withdrawn-cancel = Cancelar a conversa
withdrawn-again = Candidatar-me de novo

## Dates and times

date = { weekday }, { $day } de { month } de { $year }
date-in-year = { weekday }, { $day } de { month }
clock = { $hour }:{ $minute }
clock-from = { clock }
span = das { $from } às { $until }
span-days = das { $from } às { $until } de { $day }
zone = horário de { $city }
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
hours-minutes = { $hours } e { $minutes }
weekday =
    { $weekday ->
        [1] segunda-feira
        [2] terça-feira
        [3] quarta-feira
        [4] quinta-feira
        [5] sexta-feira
        [6] sábado
       *[7] domingo
    }
month =
    { $month ->
        [1] janeiro
        [2] fevereiro
        [3] março
        [4] abril
        [5] maio
        [6] junho
        [7] julho
        [8] agosto
        [9] setembro
        [10] outubro
        [11] novembro
       *[12] dezembro
    }
month-short =
    { $month ->
        [1] jan.
        [2] fev.
        [3] mar.
        [4] abr.
        [5] mai.
        [6] jun.
        [7] jul.
        [8] ago.
        [9] set.
        [10] out.
        [11] nov.
       *[12] dez.
    }
