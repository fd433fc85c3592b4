### Nederlands. Aanspreekvorm: je.

## The frame of every page

language-label = Taal
language-change = Wijzigen
skip = Naar de inhoud
new-window = (opent in een nieuw venster)
steps = Je sollicitatie
step-apply = Solliciteren
step-book = Tijd kiezen
step-complete = Afronden
step-done = (klaar)
applicant = Sollicitatie van { $name }
leave-question = Ben jij dit niet?
leave = Opnieuw beginnen

## The form

apply-title = Word deel van ons talentnetwerk
apply-intro = Vertel ons iets over jezelf en kies daarna een moment om te praten. Het kost ongeveer drie minuten.
apply-name = Je naam
apply-email = E-mailadres
optional = optioneel
select = Maak een keuze
yes = Ja
no = Nee
send = Verder
send-next = Daarna kies je een moment om te praten.
trap = Laat dit leeg
trapped = We hebben niets verstuurd, omdat een verborgen veld was ingevuld, misschien door een browserextensie. We hebben het leeggemaakt: klik nog een keer op ‘Verder’.
check-title = Controleer je antwoorden
check =
    { $count ->
        [one] Controleer één antwoord.
       *[other] Controleer { $count } antwoorden.
    }

## What is wrong with a field

wrong-name = Vul je naam in.
wrong-email = Vul je e-mailadres in.
wrong-empty = Vul dit veld in.
wrong-long =
    { $limit ->
        [one] Gebruik maar één teken. Het zijn er { $count }.
       *[other] Gebruik hoogstens { $limit } tekens. Het zijn er { $count }.
    }
wrong-unprintable = Typ dit nog een keer. Er staan onzichtbare tekens in.
wrong-address = Vul een e-mailadres in, zoals naam@example.com.
wrong-link = Vul een webadres in, zoals https://example.com.
wrong-choose = Kies een antwoord.
wrong-choose-some = Kies minstens één antwoord.
wrong-phone = Vul een telefoonnummer met landnummer in, zoals +49 30 901820.
wrong-number = Vul een getal in, zoals 5 of 2,5.
wrong-date = Vul een datum in als jaar-maand-dag, zoals 2026-11-12.
wrong-option = Kies een van de gegeven antwoorden.
wrong-only-one = Geef maar één antwoord.

## No application in this browser

unknown = We kunnen je sollicitatie niet vinden
unknown-lead = Die is niet in deze browser opgeslagen. Plak hieronder je privélink of open deze pagina waar je hebt gesolliciteerd.
unknown-start = Sollicitatie beginnen

## Applied, and not booked

ready = Kies een moment om te praten
ready-lead = We hebben je sollicitatie ontvangen. De volgende stap is een kort gesprek.
ready-how = Kies een tijd in de agenda. Je gegevens zijn al ingevuld en je afspraak verschijnt hier binnen enkele seconden.
ready-open = Agenda openen
ready-waiting = Kies een tijd in het tabblad met de agenda. Je afspraak verschijnt dan hier.
ready-booked = Al een afspraak gemaakt?
ready-show = Mijn afspraak tonen
ready-closed = Je kunt nog geen afspraak maken. We bewaren je sollicitatie; kom binnenkort terug naar deze pagina.

## The booking is on its way

confirming = Je afspraak wordt bevestigd
confirming-lead = We wachten op bevestiging van de agenda. Dat duurt een paar seconden en deze pagina werkt zichzelf bij.
confirming-late = Het duurt langer dan normaal
confirming-late-lead = Heb je een bevestiging per e-mail gekregen, dan staat je afspraak vast en hoef je niets te doen. We tonen hem hier zodra we bericht krijgen.
confirming-again-question = Geen e-mail gekregen?
confirming-again = Opnieuw een tijd kiezen

## Booked

scheduled = Je afspraak staat vast
scheduled-lead = Nog één stap: stuur ons je voltooide sollicitatie.
scheduled-guest = Alle details staan hier en in je e-mail.
complete = Sollicitatie afronden
join = Deelnemen aan het gesprek
calendars = In je agenda zetten
calendar-file = Apple of andere
change-question = Wil je iets veranderen?
reschedule = Verzetten
cancel = Afzeggen

## Its facts

fact-what = Wat
fact-duration = Duur
fact-host = Met
fact-where = Waar
place-person = Op locatie
place-phone = Telefonisch
place-video = Videogesprek
your-clock = Op jouw klok:

## Waits for the host

requested = Wacht op bevestiging
requested-lead-host = { $host } moet deze tijd nog bevestigen. Je krijgt een e-mail en deze pagina werkt zichzelf bij.
requested-lead = Deze tijd moet nog bevestigd worden. Je krijgt een e-mail en deze pagina werkt zichzelf bij.

## Another time is needed

again = Kies een ander moment
again-lead-host = { $host } vraagt je om het gesprek te verzetten.
again-lead = We vragen je om het gesprek te verzetten.
again-pick = Een ander moment kiezen
cancelled = Je gesprek is afgezegd
cancelled-lead = We hebben je sollicitatie nog. Kies een ander moment wanneer je wilt.
declined = Die tijd lukte niet
declined-lead-host = { $host } kan op die tijd niet. Kies een andere tijd.
declined-lead = Op die tijd kunnen we niet. Kies een andere tijd.
missed = Jammer dat we elkaar misliepen
missed-lead = Nog steeds interesse? Kies gewoon een nieuwe tijd.

## After it

ended = Bedankt voor het gesprek
ended-lead = Nog één stap: stuur ons je voltooide sollicitatie.
ended-guest = Je gesprek heeft plaatsgevonden.
completed = Bedankt
completed-lead = Je sollicitatie is compleet en je hoeft niets meer te doen. We kijken uit naar ons gesprek.

## An interview of which only the email address is known

withheld = Is dit jouw gesprek?
withheld-booked = Er is een gesprek geboekt met jouw e-mailadres.
withheld-requested = Er is een gesprek aangevraagd met jouw e-mailadres. Het moet nog bevestigd worden.
withheld-cancelled = Een gesprek met jouw e-mailadres is afgezegd.
withheld-declined = Een gesprek dat met jouw e-mailadres was aangevraagd, is afgewezen.
withheld-again = Voor een gesprek dat met jouw e-mailadres is geboekt, wordt om een andere tijd gevraagd.
withheld-ended = Een gesprek met jouw e-mailadres heeft plaatsgevonden.
withheld-missed = Een gesprek met jouw e-mailadres is gemist.
withheld-why = Iedereen kan een adres intypen. Daarom tonen we de details alleen aan wie heeft geboekt.
withheld-link = Link naar je afspraak
withheld-link-help = Kopieer hem uit de bevestigingsmail: de link om af te zeggen of te verzetten. Alleen de referentie is ook goed.
withheld-show = Mijn gesprek tonen
withheld-just = Net geboekt? De agenda brengt je hier terug en dan zie je het.
withheld-other = Niet van jou?
withheld-wrong = Daarmee hebben we geen gesprek van jou gevonden. Kopieer de hele link uit de bevestigingsmail.
claim-question = Heb jij dit geboekt? Voeg het toe aan je sollicitatie.
claim = Dit is mijn gesprek

## Something went wrong

back = Terug naar je sollicitatie
retry = Opnieuw proberen
request = Verzoek { $id }
error-missing = Pagina niet gevonden
error-missing-lead = Controleer het adres of ga terug naar je sollicitatie.
error-forbidden = Open de pagina opnieuw
error-forbidden-lead = Het formulier kwam van een andere site. Open het hier en verstuur het opnieuw.
error-wait = Een ogenblik
error-wait-lead =
    { $seconds ->
        [one] Er solliciteren nu veel mensen via jouw netwerk. Probeer het over één seconde opnieuw.
       *[other] Er solliciteren nu veel mensen via jouw netwerk. Probeer het over { $seconds } seconden opnieuw.
    }
error-unsaved = Opslaan is niet gelukt
error-unsaved-lead = Er is niets verstuurd. Ga terug en probeer het over een minuut opnieuw.
error-unread = We kunnen dit nu niet tonen
error-unread-lead = Je sollicitatie is veilig. Probeer het over een minuut opnieuw.
error-broken = We kunnen je sollicitatie niet lezen
error-broken-lead = Dat ligt aan ons en we hebben het genoteerd. Je kunt wachten tot het opgelost is of opnieuw beginnen.
error-long = Dit is te lang om te versturen
error-long-lead = Ga terug en maak je langste antwoord korter.
error-slow = Je formulier is niet aangekomen
error-slow-lead = De verbinding viel weg of was te traag. Ga terug en verstuur het opnieuw.
error-internal = Er ging iets mis
error-internal-lead = Dat ligt aan ons en we hebben het genoteerd. Probeer het over een minuut opnieuw.
error-other = We konden dit niet begrijpen
error-other-lead = Ga terug naar je sollicitatie en probeer het opnieuw.

## Sending the form

sending = Bezig met verzenden…
draft = Je antwoorden blijven op dit apparaat bewaard tot je ze verstuurt.
draft-clear = Wissen
offline = Je bent offline
offline-lead = Je antwoorden staan er nog. We versturen ze zodra je weer online bent.
unreachable = De server is niet bereikbaar
unreachable-lead = Je antwoorden staan er nog. We blijven het proberen en ze komen maar één keer aan.
applied = Je hebt al gesolliciteerd
applied-lead = Je eerste sollicitatie blijft geldig, dus deze hebben we niet verstuurd.
applied-show = Mijn sollicitatie tonen

## The data

data-to = Je antwoorden gaan naar { $team }.
privacy = Privacy
contact = Vragen?

## The way back

open = Ben jij { $name }?
open-lead = Deze link opent je sollicitatie in deze browser.
open-other-lead = In deze browser is een andere sollicitatie open. Deze link opent die van jou in plaats daarvan.
open-yes = Ja, open mijn sollicitatie
open-no = Nee
leave-title = Opnieuw beginnen?
leave-lead = Deze browser vergeet je sollicitatie. Wij hebben die nog wel: bewaar deze link om later terug te komen.
leave-keep = Mijn sollicitatie houden
share = Deze pagina op een ander apparaat openen
share-lead = Deze link is alleen voor jou: wie hem heeft, kan je sollicitatie zien en wijzigen.
share-link = Je privélink
share-code = QR-code van je privélink
copy = Kopiëren
copied = Gekopieerd
find-label = Je link
find-help = Je privélink, bijvoorbeeld uit je agenda, of een link uit de bevestigingsmail.
find = Zoeken
two-applications = Je hebt twee sollicitaties verstuurd. Deze pagina toonde de andere.
two-show = De andere tonen

## Changes while the page is open

moved = Je gesprek is verplaatst
moved-from = Verplaatst van { $date }, { $hours }
expecting = We wachten tot de agenda een wijziging bevestigt. Tot dan blijft deze afspraak gelden.
ready-shut = De agenda is gesloten. Heb je geboekt, dan verschijnt de afspraak hier over een paar seconden. Zo niet, open de agenda dan opnieuw.
calendar-follow = Abonneren, zodat wijzigingen in je agenda komen
next-steps = Zo gaat het verder

## What was sent

invited = De uitnodiging gaat naar { $email }.
invited-wrong = Niet jouw adres?
invited-save = Adres opslaan
sent = Wat je hebt verstuurd
withdraw = Mijn sollicitatie intrekken
withdraw-title = Je sollicitatie intrekken?
withdraw-lead = Het team ziet dan dat je je sollicitatie hebt ingetrokken. Je kunt van gedachten veranderen en opnieuw solliciteren.
withdrawn = Je hebt je sollicitatie ingetrokken
withdrawn-lead = Dat was op { $date }. Van gedachten veranderd? Solliciteer gerust opnieuw.
withdrawn-booking = Je gesprek staat nog in de agenda. Zeg het daar ook af, alsjeblieft.
withdrawn-cancel = Gesprek afzeggen
withdrawn-again = Opnieuw solliciteren

## Dates and times

date = { weekday } { $day } { month } { $year }
date-in-year = { weekday } { $day } { month }
clock = { $hour }:{ $minute }
clock-from = { clock }
span = { $from } tot { $until }
span-days = { $from } tot { $until } op { $day }
zone = tijd in { $city }
when = { $hours }, { $zone }
state-when = { $state }: { $date }, { $hours }, { $zone }
minutes =
    { $count ->
        [one] { $count } minuut
       *[other] { $count } minuten
    }
hours =
    { $count ->
        [one] { $count } uur
       *[other] { $count } uur
    }
hours-minutes = { $hours } { $minutes }
weekday =
    { $weekday ->
        [1] maandag
        [2] dinsdag
        [3] woensdag
        [4] donderdag
        [5] vrijdag
        [6] zaterdag
       *[7] zondag
    }
month =
    { $month ->
        [1] januari
        [2] februari
        [3] maart
        [4] april
        [5] mei
        [6] juni
        [7] juli
        [8] augustus
        [9] september
        [10] oktober
        [11] november
       *[12] december
    }
month-short =
    { $month ->
        [1] jan
        [2] feb
        [3] mrt
        [4] apr
        [5] mei
        [6] jun
        [7] jul
        [8] aug
        [9] sep
        [10] okt
        [11] nov
       *[12] dec
    }
