### Français. Vouvoiement.

## The frame of every page

language-label = Langue
language-change = Changer
skip = Aller au contenu
new-window = (s’ouvre dans une nouvelle fenêtre)
steps = Votre candidature
step-apply = Postuler
step-book = Prendre rendez-vous
step-complete = Terminer
step-done = (fait)
applicant = Candidature de { $name }
leave-question = Ce n’est pas vous ?
leave = Recommencer

## The form

apply-title = Rejoignez notre réseau de talents
apply-intro = Parlez-nous un peu de vous, puis choisissez un moment pour échanger. Cela prend environ trois minutes.
apply-name = Votre nom
apply-email = Adresse e-mail
optional = facultatif
select = Veuillez choisir
yes = Oui
no = Non
send = Continuer
send-next = Ensuite, vous choisirez un moment pour échanger.
trap = Laissez ce champ vide
trapped = Nous n’avons rien envoyé, car un champ caché était rempli, peut-être par une extension du navigateur. Nous l’avons vidé : appuyez de nouveau sur « Continuer ».
check-title = Vérifiez vos réponses
check =
    { $count ->
        [one] Veuillez vérifier une réponse.
       *[other] Veuillez vérifier { $count } réponses.
    }

## What is wrong with a field

wrong-name = Indiquez votre nom.
wrong-email = Indiquez votre adresse e-mail.
wrong-empty = Veuillez remplir ce champ.
wrong-long =
    { $limit ->
        [one] Un seul caractère, s’il vous plaît. Il y en a { $count }.
       *[other] { $limit } caractères au maximum, s’il vous plaît. Il y en a { $count }.
    }
wrong-unprintable = Veuillez saisir ce texte à nouveau : il contient des caractères invisibles.
wrong-address = Indiquez une adresse e-mail, par exemple nom@example.com.
wrong-link = Indiquez une adresse web, par exemple https://example.com.
wrong-choose = Choisissez une réponse.
wrong-choose-some = Choisissez au moins une réponse.
wrong-phone = Indiquez un numéro de téléphone avec l’indicatif du pays, par exemple +49 30 901820.
wrong-number = Indiquez un nombre, par exemple 5 ou 2,5.
wrong-date = Indiquez une date sous la forme année-mois-jour, par exemple 2026-11-12.
wrong-option = Choisissez l’une des réponses proposées.
wrong-only-one = Donnez une seule réponse.

## No application in this browser

unknown = Nous ne trouvons pas votre candidature
unknown-lead = Elle n’est pas enregistrée dans ce navigateur. Collez votre lien privé ci-dessous, ou ouvrez cette page là où vous avez postulé.
unknown-start = Commencer une candidature

## Applied, and not booked

ready = Choisissez un moment pour échanger
ready-lead = Nous avons bien reçu votre candidature. Prochaine étape : un court entretien.
ready-how = Choisissez une heure dans le calendrier. Vos coordonnées y sont déjà, et votre rendez-vous s’affichera ici en quelques secondes.
ready-open = Ouvrir le calendrier
ready-waiting = Choisissez une heure dans l’onglet du calendrier. Votre rendez-vous s’affichera ici.
ready-booked = Déjà réservé ?
ready-show = Voir mon rendez-vous
ready-closed = Les réservations ne sont pas encore ouvertes. Nous gardons votre candidature : revenez bientôt sur cette page.

## The booking is on its way

confirming = Confirmation de votre rendez‑vous
confirming-lead = Nous attendons la confirmation du calendrier. Cela prend quelques secondes, et cette page se met à jour toute seule.
confirming-late = C’est plus long que d’habitude
confirming-late-lead = Si vous avez reçu un e-mail de confirmation, votre rendez-vous est pris et vous n’avez rien à faire. Nous l’afficherons ici dès que nous en serons informés.
confirming-again-question = Pas d’e-mail ?
confirming-again = Choisir à nouveau une heure

## Booked

scheduled = Votre rendez‑vous est pris
scheduled-lead = Dernière étape : envoyez-nous votre candidature terminée.
scheduled-guest = Tous les détails sont ici et dans votre e-mail.
complete = Terminer la candidature
join = Rejoindre l’appel
calendars = Ajouter à l’agenda
calendar-file = Apple ou autre
change-question = Un empêchement ?
reschedule = Reporter
cancel = Annuler

## Its facts

fact-what = Objet
fact-duration = Durée
fact-host = Avec
fact-where = Lieu
place-person = Sur place
place-phone = Par téléphone
place-video = Appel vidéo
your-clock = À votre heure :

## Waits for the host

requested = En attente de confirmation
requested-lead-host = { $host } doit encore confirmer cet horaire. Vous recevrez un e-mail, et cette page se met à jour toute seule.
requested-lead = Cet horaire doit encore être confirmé. Vous recevrez un e-mail, et cette page se met à jour toute seule.

## Another time is needed

again = Veuillez choisir un autre moment
again-lead-host = { $host } vous demande de déplacer l’entretien.
again-lead = Nous vous demandons de déplacer l’entretien.
again-pick = Choisir un autre moment
cancelled = Votre entretien a été annulé
cancelled-lead = Nous avons toujours votre candidature. Choisissez un autre moment quand vous le souhaitez.
declined = Cet horaire n’est pas possible
declined-lead-host = { $host } n’est pas disponible à ce moment-là. Veuillez choisir un autre horaire.
declined-lead = Nous ne sommes pas disponibles à ce moment-là. Veuillez choisir un autre horaire.
missed = Dommage, nous nous sommes manqués
missed-lead = Cela vous intéresse toujours ? Choisissez simplement un nouvel horaire.

## After it

ended = Merci pour cet échange
ended-lead = Dernière étape : envoyez-nous votre candidature terminée.
ended-guest = Votre entretien a eu lieu.
completed = Merci
completed-lead = Votre candidature est complète, et vous n’avez plus rien à faire. Au plaisir d’échanger avec vous.

## An interview of which only the email address is known

withheld = Est-ce votre entretien ?
withheld-booked = Un entretien a été réservé avec votre adresse e-mail.
withheld-requested = Un entretien a été demandé avec votre adresse e-mail. Il doit encore être confirmé.
withheld-cancelled = Un entretien avec votre adresse e-mail a été annulé.
withheld-declined = Un entretien demandé avec votre adresse e-mail a été refusé.
withheld-again = Un autre moment est demandé pour un entretien réservé avec votre adresse e-mail.
withheld-ended = Un entretien avec votre adresse e-mail a eu lieu.
withheld-missed = Un entretien avec votre adresse e-mail a été manqué.
withheld-why = N’importe qui peut saisir une adresse ; nous ne montrons donc les détails qu’à la personne qui a réservé.
withheld-link = Lien vers votre réservation
withheld-link-help = Copiez-le depuis l’e-mail de confirmation : le lien pour annuler ou reporter. La référence seule suffit aussi.
withheld-show = Voir mon entretien
withheld-just = Vous venez de réserver ? Le calendrier vous ramène ici, et vous verrez tout.
withheld-other = Ce n’est pas le vôtre ?
withheld-wrong = Nous n’avons trouvé aucun entretien à vous avec cela. Veuillez copier le lien entier depuis l’e-mail de confirmation.
claim-question = C’est vous qui avez réservé ? Ajoutez-le à votre candidature.
claim = C’est mon entretien

## Something went wrong

back = Revenir à votre candidature
retry = Réessayer
request = Requête { $id }
error-missing = Page introuvable
error-missing-lead = Vérifiez l’adresse, ou revenez à votre candidature.
error-forbidden = Veuillez rouvrir la page
error-forbidden-lead = Le formulaire venait d’un autre site. Ouvrez-le ici et envoyez-le de nouveau.
error-wait = Un instant, s’il vous plaît
error-wait-lead =
    { $seconds ->
        [one] Beaucoup de personnes postulent depuis votre réseau. Réessayez dans une seconde.
       *[other] Beaucoup de personnes postulent depuis votre réseau. Réessayez dans { $seconds } secondes.
    }
error-unsaved = Nous n’avons pas pu enregistrer
error-unsaved-lead = Rien n’a été envoyé. Revenez en arrière et réessayez dans une minute.
error-unread = Nous ne pouvons pas afficher cela pour le moment
error-unread-lead = Votre candidature est en sécurité. Réessayez dans une minute.
error-broken = Nous ne pouvons pas lire votre candidature
error-broken-lead = C’est notre faute, et nous en avons pris note. Vous pouvez attendre que ce soit réparé, ou recommencer.
error-long = C’est trop long pour être envoyé
error-long-lead = Revenez en arrière et raccourcissez votre réponse la plus longue.
error-slow = Votre formulaire ne nous est pas parvenu
error-slow-lead = La connexion a été coupée ou était trop lente. Revenez en arrière et envoyez-le de nouveau.
error-internal = Une erreur s’est produite
error-internal-lead = C’est notre faute, et nous en avons pris note. Réessayez dans une minute.
error-other = Nous n’avons pas compris
error-other-lead = Revenez à votre candidature et réessayez.

## Sending the form

sending = Envoi en cours…
draft = Vos réponses restent enregistrées sur cet appareil jusqu’à l’envoi.
draft-clear = Effacer
offline = Vous êtes hors ligne
offline-lead = Vos réponses sont toujours là. Nous les enverrons dès que vous serez de nouveau en ligne.
unreachable = Le serveur est injoignable
unreachable-lead = Vos réponses sont toujours là. Nous continuons d’essayer, et elles n’arriveront qu’une fois.
applied = Vous avez déjà postulé
applied-lead = Votre première candidature reste valable, nous n’avons donc pas envoyé celle-ci.
applied-show = Voir ma candidature

## The data

data-to = Vos réponses sont destinées à { $team }.
privacy = Confidentialité
contact = Des questions ?

## The way back

open = Êtes-vous { $name } ?
open-lead = Ce lien ouvre votre candidature dans ce navigateur.
open-other-lead = Une autre candidature est ouverte dans ce navigateur. Ce lien ouvre la vôtre à sa place.
open-yes = Oui, ouvrir ma candidature
open-no = Non
leave-title = Recommencer ?
leave-lead = Ce navigateur oubliera votre candidature. Nous la gardons : pour y revenir plus tard, conservez ce lien.
leave-keep = Garder ma candidature
share = Ouvrir cette page sur un autre appareil
share-lead = Ce lien n’est que pour vous : quiconque le possède peut voir et modifier votre candidature.
share-link = Votre lien privé
share-code = Code QR de votre lien privé
copy = Copier
copied = Copié
find-label = Votre lien
find-help = Votre lien privé, par exemple dans l’événement de votre agenda, ou un lien de l’e-mail de confirmation.
find = Retrouver
two-applications = Vous avez envoyé deux candidatures. Cette page montrait l’autre.
two-show = Afficher l’autre

## Changes while the page is open

moved = Votre entretien a été déplacé
moved-from = Avant : { $date }, { $hours }
expecting = Nous attendons que le calendrier confirme un changement. D’ici là, ce rendez-vous reste valable.
ready-shut = Le calendrier est fermé. Si vous avez réservé, le rendez-vous apparaîtra ici dans quelques secondes. Sinon, rouvrez le calendrier.
calendar-follow = S’abonner, pour que votre agenda suive les changements
next-steps = La suite

## What was sent

invited = L’invitation sera envoyée à { $email }.
invited-wrong = Ce n’est pas votre adresse ?
invited-save = Enregistrer l’adresse
sent = Ce que vous avez envoyé
withdraw = Retirer ma candidature
withdraw-title = Retirer votre candidature ?
withdraw-lead = L’équipe verra que vous avez retiré votre candidature. Vous pourrez changer d’avis et postuler de nouveau.
withdrawn = Vous avez retiré votre candidature
withdrawn-lead = C’était le { $date }. Vous avez changé d’avis ? Postulez de nouveau quand vous voulez.
withdrawn-booking = Votre entretien est toujours dans le calendrier. Veuillez l’annuler là aussi.
withdrawn-cancel = Annuler l’entretien
withdrawn-again = Postuler de nouveau

## Dates and times

date = { date-in-year } { $year }
date-in-year =
    { $day ->
        [1] { weekday } 1er { month }
       *[other] { weekday } { $day } { month }
    }
clock = { $hour }:{ $minute }
clock-from = { clock }
span = de { $from } à { $until }
span-days = de { $from } à { $until } le { $day }
zone = heure de { $city }
when = { $hours }, { $zone }
state-when = { $state } : { $date }, { $hours }, { $zone }
minutes =
    { $count ->
        [one] { $count } minute
       *[other] { $count } minutes
    }
hours =
    { $count ->
        [one] { $count } heure
       *[other] { $count } heures
    }
hours-minutes = { $hours } { $minutes }
weekday =
    { $weekday ->
        [1] lundi
        [2] mardi
        [3] mercredi
        [4] jeudi
        [5] vendredi
        [6] samedi
       *[7] dimanche
    }
month =
    { $month ->
        [1] janvier
        [2] février
        [3] mars
        [4] avril
        [5] mai
        [6] juin
        [7] juillet
        [8] août
        [9] septembre
        [10] octobre
        [11] novembre
       *[12] décembre
    }
month-short =
    { $month ->
        [1] janv.
        [2] févr.
        [3] mars
        [4] avr.
        [5] mai
        [6] juin
        [7] juil.
        [8] août
        [9] sept.
        [10] oct.
        [11] nov.
       *[12] déc.
    }
