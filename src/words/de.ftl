### Deutsch. Anrede: Sie.

## The frame of every page

language-label = Sprache
language-change = Ändern
skip = Zum Inhalt springen
new-window = (öffnet ein neues Fenster)
steps = Ihre Bewerbung
step-apply = Bewerben
step-book = Termin buchen
step-complete = Abschließen
step-done = (erledigt)
applicant = Bewerbung von { $name }
leave-question = Das sind nicht Sie?
leave = Neu anfangen

## The form

apply-title = Werden Sie Teil unseres Talentnetzwerks
apply-intro = Erzählen Sie uns ein wenig von sich und wählen Sie dann einen Gesprächstermin. Das dauert etwa drei Minuten.
apply-name = Ihr Name
apply-email = E-Mail-Adresse
optional = optional
select = Bitte auswählen
yes = Ja
no = Nein
send = Weiter
send-next = Danach wählen Sie einen Gesprächstermin.
trap = Bitte leer lassen
trapped = Wir haben nichts gesendet, weil ein verborgenes Feld ausgefüllt war, vielleicht durch eine Browser-Erweiterung. Wir haben es geleert: Bitte drücken Sie noch einmal auf „Weiter“.
check-title = Bitte prüfen Sie Ihre Antworten
check =
    { $count ->
        [one] Bitte prüfen Sie eine Antwort.
       *[other] Bitte prüfen Sie { $count } Antworten.
    }

## What is wrong with a field

wrong-name = Bitte geben Sie Ihren Namen ein.
wrong-email = Bitte geben Sie Ihre E-Mail-Adresse ein.
wrong-empty = Bitte füllen Sie dieses Feld aus.
wrong-long =
    { $limit ->
        [one] Bitte nur ein Zeichen. Es sind { $count }.
       *[other] Bitte höchstens { $limit } Zeichen. Es sind { $count }.
    }
wrong-unprintable = Bitte tippen Sie das noch einmal ein. Es enthält unsichtbare Zeichen.
wrong-address = Bitte geben Sie eine E-Mail-Adresse ein, zum Beispiel name@example.com.
wrong-link = Bitte geben Sie eine Internetadresse ein, zum Beispiel https://example.com.
wrong-choose = Bitte wählen Sie eine Antwort aus.
wrong-choose-some = Bitte wählen Sie mindestens eine Antwort aus.
wrong-phone = Bitte geben Sie eine Telefonnummer mit Ländervorwahl ein, zum Beispiel +49 30 901820.
wrong-number = Bitte geben Sie eine Zahl ein, zum Beispiel 5 oder 2,5.
wrong-date = Bitte geben Sie ein Datum als Jahr-Monat-Tag ein, zum Beispiel 2026-11-12.
wrong-option = Bitte wählen Sie eine der angebotenen Antworten.
wrong-only-one = Bitte geben Sie nur eine Antwort.

## No application in this browser

unknown = Wir finden Ihre Bewerbung nicht
unknown-lead = Sie ist in diesem Browser nicht gespeichert. Fügen Sie unten Ihren privaten Link ein, oder öffnen Sie diese Seite dort, wo Sie sich beworben haben.
unknown-start = Bewerbung beginnen

## Applied, and not booked

ready = Wählen Sie einen Gesprächstermin
ready-lead = Ihre Bewerbung ist bei uns. Als Nächstes möchten wir kurz mit Ihnen sprechen.
ready-how = Wählen Sie im Kalender einen Termin. Ihre Angaben sind schon eingetragen, und Ihre Buchung erscheint nach wenigen Sekunden hier.
ready-open = Kalender öffnen
ready-waiting = Wählen Sie im Kalender einen Termin. Wir zeigen Ihre Buchung dann hier.
ready-booked = Schon gebucht?
ready-show = Meine Buchung zeigen
ready-closed = Termine gibt es noch nicht. Ihre Bewerbung bleibt bei uns; schauen Sie einfach bald wieder auf diese Seite.

## The booking is on its way

confirming = Ihre Buchung wird bestätigt
confirming-lead = Wir warten auf die Bestätigung aus dem Kalender. Das dauert ein paar Sekunden; diese Seite aktualisiert sich von selbst.
confirming-late = Das dauert länger als sonst
confirming-late-lead = Wenn Sie eine Bestätigung per E-Mail bekommen haben, ist der Termin gebucht, und Sie müssen nichts tun. Wir zeigen ihn hier, sobald wir davon erfahren.
confirming-again-question = Keine E-Mail bekommen?
confirming-again = Noch einmal einen Termin wählen

## Booked

scheduled = Ihr Termin ist gebucht
scheduled-lead = Ein letzter Schritt: Schicken Sie uns Ihre fertige Bewerbung.
scheduled-guest = Alles Wichtige steht hier und in Ihrer E-Mail.
complete = Bewerbung abschließen
join = Am Gespräch teilnehmen
calendars = In den Kalender eintragen
calendar-file = Apple und andere
change-question = Passt etwas nicht?
reschedule = Termin verschieben
cancel = Absagen

## Its facts

fact-what = Was
fact-duration = Dauer
fact-host = Mit
fact-where = Wo
place-person = Persönlich vor Ort
place-phone = Am Telefon
place-video = Videogespräch
your-clock = Auf Ihrer Uhr:

## Waits for the host

requested = Der Termin muss noch bestätigt werden
requested-lead-host = { $host } bestätigt diesen Termin noch. Sie bekommen eine E-Mail, und diese Seite aktualisiert sich von selbst.
requested-lead = Der Termin wird noch bestätigt. Sie bekommen eine E-Mail, und diese Seite aktualisiert sich von selbst.

## Another time is needed

again = Bitte wählen Sie einen anderen Termin
again-lead-host = { $host } bittet Sie um einen anderen Termin für Ihr Gespräch.
again-lead = Wir bitten Sie um einen anderen Termin für Ihr Gespräch.
again-pick = Anderen Termin wählen
cancelled = Ihr Gespräch wurde abgesagt
cancelled-lead = Ihre Bewerbung ist weiterhin bei uns. Wählen Sie einen neuen Termin, wann immer Sie möchten.
declined = Dieser Termin hat nicht geklappt
declined-lead-host = { $host } kann zu dieser Zeit nicht. Bitte wählen Sie einen anderen Termin.
declined-lead = Zu dieser Zeit geht es leider nicht. Bitte wählen Sie einen anderen Termin.
missed = Schade, wir haben uns verpasst
missed-lead = Möchten Sie noch mit uns sprechen? Dann wählen Sie einfach einen neuen Termin.

## After it

ended = Danke für das Gespräch
ended-lead = Ein letzter Schritt: Schicken Sie uns Ihre fertige Bewerbung.
ended-guest = Ihr Gespräch hat stattgefunden.
completed = Vielen Dank
completed-lead = Ihre Bewerbung ist vollständig, und Sie müssen nichts mehr tun. Wir freuen uns auf das Gespräch mit Ihnen.

## An interview of which only the email address is known

withheld = Ist das Ihr Gespräch?
withheld-booked = Mit Ihrer E-Mail-Adresse wurde ein Gespräch gebucht.
withheld-requested = Mit Ihrer E-Mail-Adresse wurde ein Gespräch angefragt. Es muss noch bestätigt werden.
withheld-cancelled = Ein Gespräch mit Ihrer E-Mail-Adresse wurde abgesagt.
withheld-declined = Ein Gespräch, das mit Ihrer E-Mail-Adresse angefragt wurde, wurde abgelehnt.
withheld-again = Für ein Gespräch, das mit Ihrer E-Mail-Adresse gebucht wurde, wird ein anderer Termin gewünscht.
withheld-ended = Ein Gespräch mit Ihrer E-Mail-Adresse hat stattgefunden.
withheld-missed = Ein Gespräch mit Ihrer E-Mail-Adresse wurde verpasst.
withheld-why = Eine Adresse kann jeder eintippen. Deshalb zeigen wir die Einzelheiten nur der Person, die gebucht hat.
withheld-link = Link zu Ihrer Buchung
withheld-link-help = Kopieren Sie ihn aus der Bestätigungs-E-Mail: den Link zum Absagen oder Verschieben. Die Buchungsnummer allein genügt auch.
withheld-show = Mein Gespräch zeigen
withheld-just = Gerade erst gebucht? Der Kalender führt Sie hierher zurück, und dann sehen Sie es.
withheld-other = Nicht Ihres?
withheld-wrong = Damit haben wir kein Gespräch von Ihnen gefunden. Bitte kopieren Sie den ganzen Link aus der Bestätigungs-E-Mail.
claim-question = Haben Sie das gebucht? Fügen Sie es Ihrer Bewerbung hinzu.
claim = Das ist mein Gespräch

## Something went wrong

back = Zurück zu Ihrer Bewerbung
retry = Noch einmal versuchen
request = Anfrage { $id }
error-missing = Seite nicht gefunden
error-missing-lead = Prüfen Sie die Adresse, oder gehen Sie zurück zu Ihrer Bewerbung.
error-forbidden = Bitte öffnen Sie die Seite noch einmal
error-forbidden-lead = Das Formular kam von einer anderen Website. Öffnen Sie es hier und senden Sie es noch einmal.
error-wait = Einen Moment, bitte
error-wait-lead =
    { $seconds ->
        [one] Aus Ihrem Netz bewerben sich gerade viele. Versuchen Sie es in einer Sekunde noch einmal.
       *[other] Aus Ihrem Netz bewerben sich gerade viele. Versuchen Sie es in { $seconds } Sekunden noch einmal.
    }
error-unsaved = Das konnten wir nicht speichern
error-unsaved-lead = Es wurde nichts gesendet. Bitte gehen Sie zurück und versuchen Sie es in einer Minute noch einmal.
error-unread = Das können wir gerade nicht zeigen
error-unread-lead = Ihre Bewerbung ist sicher. Bitte versuchen Sie es in einer Minute noch einmal.
error-broken = Wir können Ihre Bewerbung nicht lesen
error-broken-lead = Das liegt an uns, und wir haben es notiert. Sie können warten, bis es behoben ist, oder neu anfangen.
error-long = Das ist zu lang zum Senden
error-long-lead = Bitte gehen Sie zurück und kürzen Sie Ihre längste Antwort.
error-slow = Ihr Formular ist nicht angekommen
error-slow-lead = Die Verbindung brach ab oder war zu langsam. Bitte gehen Sie zurück und senden Sie es noch einmal.
error-internal = Da ist etwas schiefgegangen
error-internal-lead = Das liegt an uns, und wir haben es notiert. Bitte versuchen Sie es in einer Minute noch einmal.
error-other = Das haben wir nicht verstanden
error-other-lead = Bitte gehen Sie zurück zu Ihrer Bewerbung und versuchen Sie es noch einmal.

## Sending the form

sending = Wird gesendet …
draft = Ihre Antworten bleiben auf diesem Gerät gespeichert, bis Sie sie abschicken.
draft-clear = Löschen
offline = Sie sind offline
offline-lead = Ihre Antworten sind noch da. Sobald Sie wieder online sind, schicken wir sie ab.
unreachable = Der Server ist nicht erreichbar
unreachable-lead = Ihre Antworten sind noch da. Wir versuchen es weiter, und sie kommen nur einmal an.
applied = Sie haben sich schon beworben
applied-lead = Ihre erste Bewerbung gilt, deshalb haben wir diese nicht abgeschickt.
applied-show = Meine Bewerbung anzeigen

## The data

data-to = Ihre Antworten gehen an { $team }.
privacy = Datenschutz
contact = Fragen?

## The way back

open = Sind Sie { $name }?
open-lead = Dieser Link öffnet Ihre Bewerbung in diesem Browser.
open-other-lead = In diesem Browser ist eine andere Bewerbung offen. Dieser Link öffnet stattdessen Ihre.
open-yes = Ja, meine Bewerbung öffnen
open-no = Nein
leave-title = Von vorn anfangen?
leave-lead = Dieser Browser vergisst dann Ihre Bewerbung. Wir haben sie weiterhin: Heben Sie diesen Link auf, um später zurückzukommen.
leave-keep = Meine Bewerbung behalten
share = Diese Seite auf einem anderen Gerät öffnen
share-lead = Dieser Link ist nur für Sie: Wer ihn hat, kann Ihre Bewerbung sehen und ändern.
share-link = Ihr privater Link
share-code = QR-Code Ihres privaten Links
copy = Kopieren
copied = Kopiert
find-label = Ihr Link
find-help = Ihr privater Link, etwa aus dem Kalendereintrag, oder ein Link aus der Bestätigungsmail.
find = Finden
two-applications = Sie haben zwei Bewerbungen abgeschickt. Diese Seite hat die andere gezeigt.
two-show = Die andere anzeigen

## Changes while the page is open

moved = Ihr Gespräch wurde verschoben
moved-from = Verschoben von { $date }, { $hours }
expecting = Wir warten darauf, dass der Kalender eine Änderung bestätigt. Bis dahin gilt dieser Termin.
ready-shut = Der Kalender ist geschlossen. Wenn Sie gebucht haben, erscheint der Termin hier in wenigen Sekunden. Sonst öffnen Sie den Kalender noch einmal.
calendar-follow = Abonnieren, damit Änderungen in Ihrem Kalender ankommen
next-steps = So geht es weiter

## What was sent

invited = Die Einladung geht an { $email }.
invited-wrong = Nicht Ihre Adresse?
invited-save = Adresse speichern
sent = Was Sie abgeschickt haben
withdraw = Meine Bewerbung zurückziehen
withdraw-title = Bewerbung zurückziehen?
withdraw-lead = Das Team sieht dann, dass Sie Ihre Bewerbung zurückgezogen haben. Sie können es sich anders überlegen und sich wieder bewerben.
withdrawn = Sie haben Ihre Bewerbung zurückgezogen
withdrawn-lead = Das war am { $date }. Anders überlegt? Bewerben Sie sich jederzeit wieder.
withdrawn-booking = Ihr Gespräch steht noch im Kalender. Bitte sagen Sie es dort auch ab.
withdrawn-cancel = Gespräch absagen
withdrawn-again = Wieder bewerben

## Dates and times

date = { weekday }, { $day }. { month } { $year }
date-in-year = { weekday }, { $day }. { month }
clock = { $hour }:{ $minute } Uhr
clock-from = { $hour }:{ $minute }
span = { $from } bis { $until }
span-days = { $from } bis { $until } am { $day }
zone = Zeit in { $city }
when = { $hours }, { $zone }
state-when = { $state }: { $date }, { $hours }, { $zone }
minutes =
    { $count ->
        [one] { $count } Minute
       *[other] { $count } Minuten
    }
hours =
    { $count ->
        [one] { $count } Stunde
       *[other] { $count } Stunden
    }
hours-minutes = { $hours } { $minutes }
weekday =
    { $weekday ->
        [1] Montag
        [2] Dienstag
        [3] Mittwoch
        [4] Donnerstag
        [5] Freitag
        [6] Samstag
       *[7] Sonntag
    }
month =
    { $month ->
        [1] Januar
        [2] Februar
        [3] März
        [4] April
        [5] Mai
        [6] Juni
        [7] Juli
        [8] August
        [9] September
        [10] Oktober
        [11] November
       *[12] Dezember
    }
month-short =
    { $month ->
        [1] Jan
        [2] Feb
        [3] Mär
        [4] Apr
        [5] Mai
        [6] Jun
        [7] Jul
        [8] Aug
        [9] Sep
        [10] Okt
        [11] Nov
       *[12] Dez
    }
