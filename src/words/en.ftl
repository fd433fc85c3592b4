### English. Every message is here; the other files translate these.
###
### Braces contain values: { $count } is a number, { $host } a name. Keep each one, and move it to where your
### language needs it. Names of persons and places are never inflected.

## The frame of every page

language-label = Language
language-change = Change
skip = Skip to content
new-window = (opens in a new window)
steps = Your application
step-apply = Apply
step-book = Book a time
step-complete = Finish
step-done = (done)
applicant = Applying as { $name }
leave-question = Not you?
leave = Start over

## The form

apply-title = Join our talent network
apply-intro = Tell us a little about yourself, then pick a time to talk. It takes about three minutes.
apply-name = Your name
apply-email = Email address
optional = optional
select = Please choose
yes = Yes
no = No
send = Continue
send-next = Next, you’ll pick a time to talk.
trap = Leave this empty
trapped = We didn’t send that, because a hidden field was filled in, perhaps by a browser add-on. We’ve cleared it: please press Continue again.
check-title = Please check your answers
check =
    { $count ->
        [one] Please check one answer.
       *[other] Please check { $count } answers.
    }

## Errors of a field

wrong-name = Enter your name.
wrong-email = Enter your email address.
wrong-empty = Please fill this in.
wrong-long =
    { $limit ->
        [one] Please use one character only. You have { $count }.
       *[other] Please use at most { $limit } characters. You have { $count }.
    }
wrong-unprintable = Please type this again. It contains invisible characters.
wrong-address = Enter an email address, like name@example.com.
wrong-link = Enter a web address, like https://example.com.
wrong-choose = Choose one.
wrong-choose-some = Choose at least one.
wrong-phone = Enter a phone number with its country code, like +49 30 901820.
wrong-number = Enter a number, like 5 or 2.5.
wrong-date = Enter a date as year-month-day, like 2026-11-12.
wrong-option = Choose one of the answers we offer.
wrong-only-one = Give one answer only.

## No application in this browser

unknown = We can’t find your application
unknown-lead = It isn’t saved in this browser. Paste your private link below, or open this page where you applied.
unknown-start = Start an application

## Applied, and not booked

ready = Pick a time to talk
ready-lead = We’ve got your application. Next is a short conversation.
ready-how = Pick a time in the calendar. We’ve filled in your details, and your booking shows up here within seconds.
ready-open = Open the calendar
ready-waiting = Pick a time in the calendar tab. We’ll show your booking here.
ready-booked = Booked already?
ready-show = Show my booking
ready-closed = Booking isn’t open yet. We’ll keep your application, so just come back to this page soon.

## The booking is on its way

confirming = Confirming your booking
confirming-lead = We’re waiting for the calendar to confirm. This takes a few seconds, and this page updates automatically.
confirming-late = This is taking longer than usual
confirming-late-lead = If you got a confirmation email, you’re booked and there’s nothing to do. We’ll show it here as soon as we hear.
confirming-again-question = No email?
confirming-again = Pick a time again

## Booked

scheduled = You’re booked
scheduled-lead = One last step: send us your finished application.
scheduled-guest = You’ll find everything below and in your email.
complete = Finish application
join = Join the call
calendars = Add to calendar
calendar-file = Apple or other
change-question = Need to make a change?
reschedule = Reschedule
cancel = Cancel

## Details of the booking

fact-what = What
fact-duration = Duration
fact-host = With
fact-where = Where
place-person = In person
place-phone = By phone
place-video = Video call
your-clock = On your clock:

## Waits for the host

requested = Waiting for confirmation
requested-lead-host = { $host } will confirm this time. You’ll get an email, and this page updates automatically.
requested-lead = The host will confirm this time. You’ll get an email, and this page updates automatically.

## Another time is needed

again = Please pick another time
again-lead-host = { $host } asked to move your interview.
again-lead = The host asked to move your interview.
again-pick = Pick another time
cancelled = Your interview was cancelled
cancelled-lead = We still have your application. Pick another time whenever you’re ready.
declined = That time didn’t work
declined-lead-host = { $host } can’t make that time. Please pick another one.
declined-lead = The host can’t make that time. Please pick another one.
missed = Sorry we missed each other
missed-lead = Still interested? Just pick a new time.

## After the interview

ended = Thanks for talking with us
ended-lead = One last step: send us your finished application.
ended-guest = Your interview has taken place.
completed = Thank you
completed-lead = Your application is complete, and there’s nothing more to do. We’re looking forward to talking with you.

## An interview matched by email address only

withheld = Is this interview yours?
withheld-booked = An interview was booked with your email address.
withheld-requested = An interview was requested with your email address. The host still has to confirm it.
withheld-cancelled = An interview with your email address was cancelled.
withheld-declined = The host declined an interview that was requested with your email address.
withheld-again = The host asked for another time for an interview that was booked with your email address.
withheld-ended = An interview with your email address has taken place.
withheld-missed = An interview with your email address was missed.
withheld-why = Anyone can type in an address, so we show the details only to the person who booked.
withheld-link = Link to your booking
withheld-link-help = Copy it from your confirmation email: the link to cancel or reschedule. The reference alone works, too.
withheld-show = Show my interview
withheld-just = Just booked? The calendar brings you back here, and then you’ll see it.
withheld-other = Not yours?
withheld-wrong = We didn’t find an interview of yours with that. Please copy the whole link from your confirmation email.
claim-question = Did you book this? Add it to your application.
claim = This is my interview

## Something went wrong

back = Back to your application
retry = Try again
request = Request { $id }
error-missing = Page not found
error-missing-lead = Check the address, or go back to your application.
error-forbidden = Please open the page again
error-forbidden-lead = The form came from another site. Open it here and send it again.
error-wait = Please wait a moment
error-wait-lead =
    { $seconds ->
        [one] Lots of people are applying from your network. Try again in one second.
       *[other] Lots of people are applying from your network. Try again in { $seconds } seconds.
    }
error-unsaved = We couldn’t save that
error-unsaved-lead = Nothing was sent. Please go back and try again in a minute.
error-unread = We can’t show this right now
error-unread-lead = Your application is safe. Please try again in a minute.
error-broken = We can’t read your application
error-broken-lead = That’s our fault, and we’ve noted it. You can wait until we’ve fixed it, or start over.
error-long = That’s too long to send
error-long-lead = Please go back and shorten your longest answer.
error-slow = Your form didn’t reach us
error-slow-lead = The connection broke or was too slow. Please go back and send it again.
error-internal = Something went wrong
error-internal-lead = That’s our fault, and we’ve noted it. Please try again in a minute.
error-other = We couldn’t understand that
error-other-lead = Please go back to your application and try again.

## Sending the form

sending = Sending…
draft = Your answers are saved on this device until you send them.
draft-clear = Clear
offline = You’re offline
offline-lead = Your answers are still here. We’ll send them when you’re back online.
unreachable = We can’t reach the server
unreachable-lead = Your answers are still here. We’ll keep trying, and they arrive only once.
applied = You’ve already applied
applied-lead = Your first application stands, so we didn’t send this one.
applied-show = Show my application

## The data

data-to = Your answers go to { $team }.
privacy = Privacy
contact = Questions?

## Finding the application again

open = Are you { $name }?
open-lead = This link opens your application in this browser.
open-other-lead = Another application is open in this browser. This link opens yours in its place.
open-yes = Yes, open my application
open-no = No
leave-title = Start over?
leave-lead = This browser will forget your application. We still have it: to come back later, keep this link.
leave-keep = Keep my application
share = Open this page on another device
share-lead = This link is yours alone: anyone who has it can see and change your application.
share-link = Your private link
share-code = QR code of your private link
copy = Copy
copied = Copied
find-label = Your link
find-help = Your private link, from your calendar entry for example, or a link from the confirmation email.
find = Find it
two-applications = You sent two applications. This page showed the other one.
two-show = Show that one

## Changes while the page is open

moved = Your interview has moved
moved-from = Moved from { $date }, { $hours }
expecting = We’re waiting for the calendar to confirm a change. Until then, this booking stands.
ready-shut = The calendar is closed. If you booked, it shows up here in a few seconds. If not, open the calendar again.
calendar-follow = Subscribe, so that changes show up in your calendar
next-steps = What happens next

## What was sent

invited = The invitation goes to { $email }.
invited-wrong = Not your address?
invited-save = Save address
sent = What you sent
withdraw = Withdraw my application
withdraw-title = Withdraw your application?
withdraw-lead = The team will see that you’ve withdrawn. You can change your mind and apply again.
withdrawn = You’ve withdrawn your application
withdrawn-lead = That was on { $date }. Changed your mind? Apply again whenever you like.
withdrawn-booking = Your interview is still in the calendar. Please cancel it there, too.
withdrawn-cancel = Cancel the interview
withdrawn-again = Apply again

## Dates and times
##
## $day and $year are numbers; $month is 1 to 12, $weekday 1 for Monday to 7; $hour is 00 to 23, $hour12 1 to 12,
## $minute 00 to 59, and $half am or pm. Use what your language needs of them.

date = { weekday }, { $day } { month } { $year }
date-in-year = { weekday }, { $day } { month }
clock =
    { $half ->
        [am] { $hour12 }:{ $minute } am
       *[pm] { $hour12 }:{ $minute } pm
    }
# The start of a span; $same is yes if its end is in the same half of the day.
clock-from =
    { $same ->
        [yes] { $hour12 }:{ $minute }
       *[no] { clock }
    }
span = { $from } to { $until }
span-days = { $from } to { $until } on { $day }
zone = { $city } time
when = { $hours }, { $zone }
state-when = { $state }: { $date }, { $hours }, { $zone }
minutes =
    { $count ->
        [one] { $count } minute
       *[other] { $count } minutes
    }
hours =
    { $count ->
        [one] { $count } hour
       *[other] { $count } hours
    }
hours-minutes = { $hours } { $minutes }
weekday =
    { $weekday ->
        [1] Monday
        [2] Tuesday
        [3] Wednesday
        [4] Thursday
        [5] Friday
        [6] Saturday
       *[7] Sunday
    }
month =
    { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    }
# On the leaf of a calendar, above the day.
month-short =
    { $month ->
        [1] Jan
        [2] Feb
        [3] Mar
        [4] Apr
        [5] May
        [6] Jun
        [7] Jul
        [8] Aug
        [9] Sep
        [10] Oct
        [11] Nov
       *[12] Dec
    }
