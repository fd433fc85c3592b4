### Polski. Forma: ty, bez rodzaju.

## The frame of every page

language-label = Język
language-change = Zmień
skip = Przejdź do treści
new-window = (otwiera się w nowym oknie)
steps = Twoje zgłoszenie
step-apply = Zgłoszenie
step-book = Wybór terminu
step-complete = Zakończenie
step-done = (gotowe)
applicant = Zgłoszenie: { $name }
leave-question = To nie Ty?
leave = Zacznij od nowa

## The form

apply-title = Dołącz do naszej sieci talentów
apply-intro = Opowiedz nam trochę o sobie, a potem wybierz termin rozmowy. Zajmie to około trzech minut.
apply-name = Imię i nazwisko
apply-email = Adres e-mail
optional = opcjonalnie
select = Wybierz
yes = Tak
no = Nie
send = Dalej
send-next = Potem wybierzesz termin rozmowy.
trap = Zostaw to pole puste
trapped = Nic nie zostało wysłane, bo ukryte pole było wypełnione, być może przez rozszerzenie przeglądarki. Pole jest już puste: naciśnij „Dalej” jeszcze raz.
check-title = Sprawdź swoje odpowiedzi
check =
    { $count ->
        [one] Sprawdź jedną odpowiedź.
        [few] Sprawdź { $count } odpowiedzi.
       *[many] Sprawdź { $count } odpowiedzi.
    }

## What is wrong with a field

wrong-name = Wpisz imię i nazwisko.
wrong-email = Wpisz swój adres e-mail.
wrong-empty = Wypełnij to pole.
wrong-long =
    { $limit ->
        [one] Użyj tylko jednego znaku. Teraz jest ich { $count }.
       *[other] Użyj najwyżej { $limit } znaków. Teraz jest ich { $count }.
    }
wrong-unprintable = Wpisz to jeszcze raz. Tekst zawiera niewidoczne znaki.
wrong-address = Wpisz adres e-mail, na przykład imie@example.com.
wrong-link = Wpisz adres strony, na przykład https://example.com.
wrong-choose = Wybierz odpowiedź.
wrong-choose-some = Wybierz co najmniej jedną odpowiedź.
wrong-phone = Wpisz numer telefonu z kierunkowym kraju, na przykład +49 30 901820.
wrong-number = Wpisz liczbę, na przykład 5 albo 2,5.
wrong-date = Wpisz datę w postaci rok-miesiąc-dzień, na przykład 2026-11-12.
wrong-option = Wybierz jedną z podanych odpowiedzi.
wrong-only-one = Podaj tylko jedną odpowiedź.

## No application in this browser

unknown = Nie możemy znaleźć Twojego zgłoszenia
unknown-lead = Nie jest zapisane w tej przeglądarce. Wklej poniżej swój prywatny link albo otwórz tę stronę w przeglądarce, z której wysłano zgłoszenie.
unknown-start = Rozpocznij zgłoszenie

## Applied, and not booked

ready = Wybierz termin rozmowy
ready-lead = Mamy Twoje zgłoszenie. Następny krok to krótka rozmowa.
ready-how = Wybierz termin w kalendarzu. Twoje dane są już wpisane, a rezerwacja pojawi się tutaj w ciągu kilku sekund.
ready-open = Otwórz kalendarz
ready-waiting = Wybierz termin w karcie z kalendarzem. Rezerwacja pojawi się tutaj.
ready-booked = Termin już zarezerwowany?
ready-show = Pokaż moją rezerwację
ready-closed = Rezerwacje nie są jeszcze dostępne. Zachowamy Twoje zgłoszenie, zajrzyj tu wkrótce.

## The booking is on its way

confirming = Potwierdzamy Twoją rezerwację
confirming-lead = Czekamy na potwierdzenie z kalendarza. Potrwa to kilka sekund, a strona odświeży się sama.
confirming-late = Trwa to dłużej niż zwykle
confirming-late-lead = Jeśli masz już e-mail z potwierdzeniem, termin jest zarezerwowany i nie trzeba nic robić. Pokażemy go tutaj, gdy tylko dostaniemy wiadomość.
confirming-again-question = Nie ma e-maila?
confirming-again = Wybierz termin jeszcze raz

## Booked

scheduled = Termin jest zarezerwowany
scheduled-lead = Ostatni krok: wyślij nam gotowe zgłoszenie.
scheduled-guest = Wszystkie szczegóły są tutaj i w Twoim e-mailu.
complete = Zakończ zgłoszenie
join = Dołącz do rozmowy
calendars = Dodaj do kalendarza
calendar-file = Apple lub inny
change-question = Chcesz coś zmienić?
reschedule = Zmień termin
cancel = Odwołaj

## Its facts

fact-what = Temat
fact-duration = Czas trwania
fact-host = Z kim
fact-where = Gdzie
place-person = Osobiście
place-phone = Przez telefon
place-video = Rozmowa wideo
your-clock = Na Twoim zegarze:

## Waits for the host

requested = Czekamy na potwierdzenie
requested-lead-host = { $host } musi jeszcze potwierdzić ten termin. Dostaniesz e-mail, a ta strona odświeży się sama.
requested-lead = Ten termin wymaga jeszcze potwierdzenia. Dostaniesz e-mail, a ta strona odświeży się sama.

## Another time is needed

again = Wybierz inny termin
again-lead-host = { $host } prosi o przełożenie rozmowy.
again-lead = Prosimy o przełożenie rozmowy.
again-pick = Wybierz inny termin
cancelled = Rozmowa została odwołana
cancelled-lead = Nadal mamy Twoje zgłoszenie. Wybierz inny termin, kiedy zechcesz.
declined = Ten termin nie pasuje
declined-lead-host = { $host } nie może w tym terminie. Wybierz inny.
declined-lead = W tym terminie nie możemy. Wybierz inny.
missed = Szkoda, minęliśmy się
missed-lead = Nadal Cię to interesuje? Po prostu wybierz nowy termin.

## After it

ended = Dziękujemy za rozmowę
ended-lead = Ostatni krok: wyślij nam gotowe zgłoszenie.
ended-guest = Rozmowa już się odbyła.
completed = Dziękujemy
completed-lead = Zgłoszenie jest kompletne i nie trzeba już nic robić. Nie możemy się doczekać rozmowy z Tobą.

## An interview of which only the email address is known

withheld = Czy to Twoja rozmowa?
withheld-booked = Na Twój adres e-mail zarezerwowano rozmowę.
withheld-requested = Na Twój adres e-mail złożono prośbę o rozmowę. Trzeba ją jeszcze potwierdzić.
withheld-cancelled = Rozmowa z Twoim adresem e-mail została odwołana.
withheld-declined = Prośba o rozmowę z Twoim adresem e-mail została odrzucona.
withheld-again = Rozmowa zarezerwowana na Twój adres e-mail wymaga innego terminu.
withheld-ended = Rozmowa z Twoim adresem e-mail już się odbyła.
withheld-missed = Ktoś nie pojawił się na rozmowie z Twoim adresem e-mail.
withheld-why = Każdy może wpisać dowolny adres, więc szczegóły pokazujemy tylko osobie, która zarezerwowała termin.
withheld-link = Link do Twojej rezerwacji
withheld-link-help = Skopiuj go z e-maila z potwierdzeniem: to link do odwołania lub zmiany terminu. Wystarczy też sam numer.
withheld-show = Pokaż moją rozmowę
withheld-just = Rezerwacja sprzed chwili? Kalendarz przeniesie Cię z powrotem na tę stronę i wtedy ją zobaczysz.
withheld-other = Nie Twoja?
withheld-wrong = Nie znaleźliśmy takiej Twojej rozmowy. Skopiuj cały link z e-maila z potwierdzeniem.
claim-question = To Twoja rezerwacja? Dodaj ją do swojego zgłoszenia.
claim = To moja rozmowa

## Something went wrong

back = Wróć do zgłoszenia
retry = Spróbuj ponownie
request = Żądanie { $id }
error-missing = Nie ma takiej strony
error-missing-lead = Sprawdź adres albo wróć do swojego zgłoszenia.
error-forbidden = Otwórz stronę jeszcze raz
error-forbidden-lead = Formularz pochodził z innej witryny. Otwórz go tutaj i wyślij ponownie.
error-wait = Chwileczkę
error-wait-lead =
    { $seconds ->
        [one] Z Twojej sieci zgłasza się teraz wiele osób. Spróbuj ponownie za sekundę.
        [few] Z Twojej sieci zgłasza się teraz wiele osób. Spróbuj ponownie za { $seconds } sekundy.
       *[many] Z Twojej sieci zgłasza się teraz wiele osób. Spróbuj ponownie za { $seconds } sekund.
    }
error-unsaved = Nie udało się tego zapisać
error-unsaved-lead = Nic nie zostało wysłane. Wróć i spróbuj ponownie za minutę.
error-unread = Teraz nie możemy tego pokazać
error-unread-lead = Twoje zgłoszenie jest bezpieczne. Spróbuj ponownie za minutę.
error-broken = Nie możemy odczytać Twojego zgłoszenia
error-broken-lead = To nasz błąd i już go odnotowaliśmy. Możesz poczekać, aż go naprawimy, albo zacząć od nowa.
error-long = To za długie, żeby wysłać
error-long-lead = Wróć i skróć najdłuższą odpowiedź.
error-slow = Formularz do nas nie dotarł
error-slow-lead = Połączenie zostało przerwane albo było za wolne. Wróć i wyślij formularz ponownie.
error-internal = Coś poszło nie tak
error-internal-lead = To nasz błąd i już go odnotowaliśmy. Spróbuj ponownie za minutę.
error-other = Nie zrozumieliśmy tego
error-other-lead = Wróć do swojego zgłoszenia i spróbuj ponownie.

## Sending the form

sending = Wysyłanie…
draft = Twoje odpowiedzi są zapisane na tym urządzeniu do czasu wysłania.
draft-clear = Wyczyść
offline = Brak połączenia
offline-lead = Twoje odpowiedzi są tu nadal. Wyślemy je, gdy połączenie wróci.
unreachable = Nie możemy połączyć się z serwerem
unreachable-lead = Twoje odpowiedzi są tu nadal. Próbujemy dalej, a dotrą tylko raz.
applied = Twoje zgłoszenie już jest u nas
applied-lead = Pierwsze zgłoszenie jest ważne, więc tego nie wysłaliśmy.
applied-show = Pokaż moje zgłoszenie

## The data

data-to = Twoje odpowiedzi trafią do: { $team }.
privacy = Prywatność
contact = Pytania?

## The way back

open = Czy to Ty: { $name }?
open-lead = Ten link otworzy Twoje zgłoszenie w tej przeglądarce.
open-other-lead = W tej przeglądarce jest otwarte inne zgłoszenie. Ten link otworzy zamiast niego Twoje.
open-yes = Tak, otwórz moje zgłoszenie
open-no = Nie
leave-title = Zacząć od nowa?
leave-lead = Ta przeglądarka zapomni Twoje zgłoszenie. My je nadal mamy: zachowaj ten link, aby wrócić później.
leave-keep = Zachowaj moje zgłoszenie
share = Otwórz tę stronę na innym urządzeniu
share-lead = Ten link jest tylko dla Ciebie: kto go ma, może zobaczyć i zmienić Twoje zgłoszenie.
share-link = Twój prywatny link
share-code = Kod QR Twojego prywatnego linku
copy = Kopiuj
copied = Skopiowano
find-label = Twój link
find-help = Twój prywatny link, na przykład z kalendarza, albo link z e-maila z potwierdzeniem.
find = Znajdź
two-applications = Wysłano dwa zgłoszenia. Ta strona pokazywała drugie z nich.
two-show = Pokaż tamto

## Changes while the page is open

moved = Termin rozmowy się zmienił
moved-from = Poprzednio: { $date }, { $hours }
expecting = Czekamy, aż kalendarz potwierdzi zmianę. Do tego czasu ten termin jest aktualny.
ready-shut = Kalendarz został zamknięty. Jeśli termin jest zarezerwowany, pojawi się tu za kilka sekund. Jeśli nie, otwórz kalendarz ponownie.
calendar-follow = Subskrybuj, aby zmiany trafiały do Twojego kalendarza
next-steps = Co dalej

## What was sent

invited = Zaproszenie trafi na adres { $email }.
invited-wrong = To nie Twój adres?
invited-save = Zapisz adres
sent = Co zostało wysłane
withdraw = Wycofaj moje zgłoszenie
withdraw-title = Wycofać zgłoszenie?
withdraw-lead = Zespół zobaczy, że zgłoszenie zostało wycofane. Możesz zmienić zdanie i zgłosić się ponownie.
withdrawn = Zgłoszenie zostało wycofane
withdrawn-lead = Data wycofania: { $date }. Chcesz wrócić? Zgłoś się ponownie w każdej chwili.
withdrawn-booking = Rozmowa jest nadal w kalendarzu. Odwołaj ją tam także.
withdrawn-cancel = Odwołaj rozmowę
withdrawn-again = Zgłoś się ponownie

## Dates and times

date = { weekday }, { $day } { month } { $year }
date-in-year = { weekday }, { $day } { month }
clock = { $hour }:{ $minute }
clock-from = { clock }
span = od { $from } do { $until }
span-days = od { $from } do { $until } ({ $day })
zone = czas: { $city }
when = { $hours }, { $zone }
state-when = { $state }: { $date }, { $hours }, { $zone }
minutes =
    { $count ->
        [one] { $count } minuta
        [few] { $count } minuty
       *[many] { $count } minut
    }
hours =
    { $count ->
        [one] { $count } godzina
        [few] { $count } godziny
       *[many] { $count } godzin
    }
hours-minutes = { $hours } { $minutes }
weekday =
    { $weekday ->
        [1] poniedziałek
        [2] wtorek
        [3] środa
        [4] czwartek
        [5] piątek
        [6] sobota
       *[7] niedziela
    }
month =
    { $month ->
        [1] stycznia
        [2] lutego
        [3] marca
        [4] kwietnia
        [5] maja
        [6] czerwca
        [7] lipca
        [8] sierpnia
        [9] września
        [10] października
        [11] listopada
       *[12] grudnia
    }
month-short =
    { $month ->
        [1] sty
        [2] lut
        [3] mar
        [4] kwi
        [5] maj
        [6] cze
        [7] lip
        [8] sie
        [9] wrz
        [10] paź
        [11] lis
       *[12] gru
    }
