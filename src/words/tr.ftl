### Türkçe. Hitap: siz.

## The frame of every page

language-label = Dil
language-change = Değiştir
skip = İçeriğe geç
new-window = (yeni pencerede açılır)
steps = Başvurunuz
step-apply = Başvuru
step-book = Randevu
step-complete = Tamamlama
step-done = (tamam)
applicant = Başvuru sahibi: { $name }
leave-question = Siz değil misiniz?
leave = Baştan başla

## The form

apply-title = Yetenek ağımıza katılın
apply-intro = Bize biraz kendinizden söz edin, ardından görüşmek için bir zaman seçin. Yaklaşık üç dakika sürer.
apply-name = Adınız ve soyadınız
apply-email = E-posta adresi
optional = isteğe bağlı
select = Lütfen seçin
yes = Evet
no = Hayır
send = Devam
send-next = Sonra görüşmek için bir zaman seçeceksiniz.
trap = Burayı boş bırakın
trapped = Hiçbir şey göndermedik, çünkü gizli bir alan doldurulmuştu; belki bir tarayıcı eklentisi doldurmuştur. Alanı temizledik: lütfen yeniden “Devam” düğmesine basın.
check-title = Lütfen yanıtlarınızı kontrol edin
check =
    { $count ->
        [one] Lütfen bir yanıtı kontrol edin.
       *[other] Lütfen { $count } yanıtı kontrol edin.
    }

## What is wrong with a field

wrong-name = Adınızı ve soyadınızı yazın.
wrong-email = E-posta adresinizi yazın.
wrong-empty = Lütfen bu alanı doldurun.
wrong-long =
    { $limit ->
        [one] Lütfen yalnızca bir karakter kullanın. Şu an { $count } karakter var.
       *[other] Lütfen en çok { $limit } karakter kullanın. Şu an { $count } karakter var.
    }
wrong-unprintable = Lütfen bunu yeniden yazın. İçinde görünmeyen karakterler var.
wrong-address = Bir e-posta adresi yazın; örneğin ad@example.com.
wrong-link = Bir web adresi yazın; örneğin https://example.com.
wrong-choose = Bir yanıt seçin.
wrong-choose-some = En az bir yanıt seçin.
wrong-phone = Ülke koduyla birlikte bir telefon numarası yazın; örneğin +49 30 901820.
wrong-number = Bir sayı yazın; örneğin 5 veya 2,5.
wrong-date = Tarihi yıl-ay-gün biçiminde yazın; örneğin 2026-11-12.
wrong-option = Sunulan yanıtlardan birini seçin.
wrong-only-one = Yalnızca bir yanıt verin.

## No application in this browser

unknown = Başvurunuzu bulamadık
unknown-lead = Bu tarayıcıda kayıtlı değil. Özel bağlantınızı aşağıya yapıştırın veya bu sayfayı başvurduğunuz yerde açın.
unknown-start = Başvuruya başla

## Applied, and not booked

ready = Görüşmek için bir zaman seçin
ready-lead = Başvurunuzu aldık. Sırada kısa bir görüşme var.
ready-how = Takvimden bir zaman seçin. Bilgileriniz hazır; randevunuz birkaç saniye içinde burada görünür.
ready-open = Takvimi aç
ready-waiting = Takvim sekmesinde bir zaman seçin. Randevunuzu burada göstereceğiz.
ready-booked = Zaten randevu aldınız mı?
ready-show = Randevumu göster
ready-closed = Randevular henüz açılmadı. Başvurunuzu saklıyoruz; lütfen yakında bu sayfaya yeniden bakın.

## The booking is on its way

confirming = Randevunuz onaylanıyor
confirming-lead = Takvimin onayını bekliyoruz. Birkaç saniye sürer ve bu sayfa kendiliğinden güncellenir.
confirming-late = Her zamankinden uzun sürüyor
confirming-late-lead = Onay e-postası aldıysanız randevunuz alınmıştır, bir şey yapmanız gerekmez. Haber gelir gelmez burada göstereceğiz.
confirming-again-question = E-posta gelmedi mi?
confirming-again = Yeniden zaman seç

## Booked

scheduled = Randevunuz alındı
scheduled-lead = Son bir adım: tamamladığınız başvuruyu bize gönderin.
scheduled-guest = Bütün ayrıntılar burada ve e-postanızda.
complete = Başvuruyu tamamla
join = Görüşmeye katıl
calendars = Takvime ekle
calendar-file = Apple veya diğer
change-question = Bir değişiklik mi gerekiyor?
reschedule = Zamanı değiştir
cancel = İptal et

## Its facts

fact-what = Konu
fact-duration = Süre
fact-host = Görüşülen kişi
fact-where = Yer
place-person = Yüz yüze
place-phone = Telefonla
place-video = Görüntülü görüşme
your-clock = Sizin saatinizle:

## Waits for the host

requested = Onay bekleniyor
requested-lead-host = { $host } bu zamanı onaylayacak. Size bir e-posta gelecek ve bu sayfa kendiliğinden güncellenecek.
requested-lead = Bu zaman henüz onaylanmadı. Size bir e-posta gelecek ve bu sayfa kendiliğinden güncellenecek.

## Another time is needed

again = Lütfen başka bir zaman seçin
again-lead-host = { $host } görüşmenin başka bir zamana alınmasını istiyor.
again-lead = Görüşmenizi başka bir zamana almanızı rica ediyoruz.
again-pick = Başka bir zaman seç
cancelled = Görüşmeniz iptal edildi
cancelled-lead = Başvurunuz hâlâ bizde. Dilediğiniz zaman yeni bir randevu seçin.
declined = O zaman uygun olmadı
declined-lead-host = { $host } o saatte uygun değil. Lütfen başka bir zaman seçin.
declined-lead = O saatte uygun değiliz. Lütfen başka bir zaman seçin.
missed = Görüşemedik, üzgünüz
missed-lead = Hâlâ ilgileniyor musunuz? Yeni bir zaman seçmeniz yeterli.

## After it

ended = Görüşme için teşekkürler
ended-lead = Son bir adım: tamamladığınız başvuruyu bize gönderin.
ended-guest = Görüşmeniz yapıldı.
completed = Teşekkürler
completed-lead = Başvurunuz tamamlandı, yapmanız gereken başka bir şey yok. Sizinle görüşmeyi sabırsızlıkla bekliyoruz.

## An interview of which only the email address is known

withheld = Bu görüşme sizin mi?
withheld-booked = E-posta adresinizle bir görüşme ayarlandı.
withheld-requested = E-posta adresinizle bir görüşme istendi. Henüz onaylanmadı.
withheld-cancelled = E-posta adresinizle alınan bir görüşme iptal edildi.
withheld-declined = E-posta adresinizle istenen bir görüşme kabul edilmedi.
withheld-again = E-posta adresinizle ayarlanan bir görüşme için başka bir zaman isteniyor.
withheld-ended = E-posta adresinizle ayarlanan bir görüşme yapıldı.
withheld-missed = E-posta adresinizle ayarlanan bir görüşmeye katılan olmadı.
withheld-why = Herkes herhangi bir adres yazabilir; bu yüzden ayrıntıları yalnızca randevuyu alan kişiye gösteriyoruz.
withheld-link = Randevunuzun bağlantısı
withheld-link-help = Onay e-postasından kopyalayın: iptal veya zaman değiştirme bağlantısı. Yalnızca referans da yeterlidir.
withheld-show = Görüşmemi göster
withheld-just = Az önce mi randevu aldınız? Takvim sizi buraya geri getirir, o zaman görürsünüz.
withheld-other = Sizin değil mi?
withheld-wrong = Bununla size ait bir görüşme bulamadık. Lütfen onay e-postasındaki bağlantının tamamını kopyalayın.
claim-question = Bunu siz mi ayarladınız? Başvurunuza ekleyin.
claim = Bu benim görüşmem

## Something went wrong

back = Başvurunuza dönün
retry = Yeniden dene
request = İstek { $id }
error-missing = Sayfa bulunamadı
error-missing-lead = Adresi kontrol edin veya başvurunuza dönün.
error-forbidden = Lütfen sayfayı yeniden açın
error-forbidden-lead = Form başka bir siteden geldi. Burada açıp yeniden gönderin.
error-wait = Bir dakika lütfen
error-wait-lead =
    { $seconds ->
        [one] Şu anda ağınızdan çok kişi başvuruyor. Bir saniye sonra yeniden deneyin.
       *[other] Şu anda ağınızdan çok kişi başvuruyor. { $seconds } saniye sonra yeniden deneyin.
    }
error-unsaved = Bunu kaydedemedik
error-unsaved-lead = Hiçbir şey gönderilmedi. Geri dönüp bir dakika sonra yeniden deneyin.
error-unread = Bunu şu anda gösteremiyoruz
error-unread-lead = Başvurunuz güvende. Lütfen bir dakika sonra yeniden deneyin.
error-broken = Başvurunuzu okuyamıyoruz
error-broken-lead = Hata bizde ve kaydettik. Düzeltilmesini bekleyebilir veya baştan başlayabilirsiniz.
error-long = Bu, göndermek için çok uzun
error-long-lead = Geri dönüp en uzun yanıtınızı kısaltın.
error-slow = Formunuz bize ulaşmadı
error-slow-lead = Bağlantı koptu veya çok yavaştı. Geri dönüp yeniden gönderin.
error-internal = Bir şeyler ters gitti
error-internal-lead = Hata bizde ve kaydettik. Lütfen bir dakika sonra yeniden deneyin.
error-other = Bunu anlayamadık
error-other-lead = Başvurunuza dönüp yeniden deneyin.

## Sending the form

sending = Gönderiliyor…
draft = Yanıtlarınız, siz gönderene kadar bu cihazda saklanır.
draft-clear = Temizle
offline = Çevrimdışısınız
offline-lead = Yanıtlarınız hâlâ burada. Bağlantı gelince göndereceğiz.
unreachable = Sunucuya ulaşılamıyor
unreachable-lead = Yanıtlarınız hâlâ burada. Denemeye devam ediyoruz; yalnızca bir kez ulaşacaklar.
applied = Zaten başvurdunuz
applied-lead = İlk başvurunuz geçerli, bu yüzden bunu göndermedik.
applied-show = Başvurumu göster

## The data

data-to = Yanıtlarınız { $team } ekibine gider.
privacy = Gizlilik
contact = Sorunuz mu var?

## The way back

open = Siz { $name } misiniz?
open-lead = Bu bağlantı başvurunuzu bu tarayıcıda açar.
open-other-lead = Bu tarayıcıda başka bir başvuru açık. Bu bağlantı onun yerine sizinkini açar.
open-yes = Evet, başvurumu aç
open-no = Hayır
leave-title = Baştan başlansın mı?
leave-lead = Bu tarayıcı başvurunuzu unutacak. Başvurunuz bizde kalır: daha sonra dönmek için bu bağlantıyı saklayın.
leave-keep = Başvurumu koru
share = Bu sayfayı başka bir cihazda aç
share-lead = Bu bağlantı yalnızca sizin içindir: bağlantıya sahip olan herkes başvurunuzu görebilir ve değiştirebilir.
share-link = Özel bağlantınız
share-code = Özel bağlantınızın QR kodu
copy = Kopyala
copied = Kopyalandı
find-label = Bağlantınız
find-help = Örneğin takviminizdeki özel bağlantınız veya onay e-postasındaki bir bağlantı.
find = Bul
two-applications = İki başvuru gönderdiniz. Bu sayfa diğerini gösteriyordu.
two-show = Diğerini göster

## Changes while the page is open

moved = Görüşmenizin zamanı değişti
moved-from = Önceki zaman: { $date }, { $hours }
expecting = Takvimin değişikliği onaylamasını bekliyoruz. O zamana kadar bu randevu geçerli.
ready-shut = Takvim kapandı. Randevu aldıysanız birkaç saniye içinde burada görünür. Almadıysanız takvimi yeniden açın.
calendar-follow = Abone olun, değişiklikler takviminize yansısın
next-steps = Bundan sonra ne olacak?

## What was sent

invited = Davet { $email } adresine gönderilir.
invited-wrong = Adres sizin değil mi?
invited-save = Adresi kaydet
sent = Gönderdikleriniz
withdraw = Başvurumu geri çek
withdraw-title = Başvurunuz geri çekilsin mi?
withdraw-lead = Ekip, başvurunuzu geri çektiğinizi görür. Fikrinizi değiştirip yeniden başvurabilirsiniz.
withdrawn = Başvurunuzu geri çektiniz
withdrawn-lead = Tarih: { $date }. Fikriniz mi değişti? Dilediğiniz zaman yeniden başvurun.
withdrawn-booking = Görüşmeniz hâlâ takvimde. Lütfen onu da iptal edin.
withdrawn-cancel = Görüşmeyi iptal et
withdrawn-again = Yeniden başvur

## Dates and times

date = { $day } { month } { $year } { weekday }
date-in-year = { $day } { month } { weekday }
clock = { $hour }:{ $minute }
clock-from = { clock }
span = { $from } – { $until }
span-days = { $from } – { $until } ({ $day })
zone = { $city } saati
when = { $hours }, { $zone }
state-when = { $state }: { $date }, { $hours }, { $zone }
minutes =
    { $count ->
        [one] { $count } dakika
       *[other] { $count } dakika
    }
hours =
    { $count ->
        [one] { $count } saat
       *[other] { $count } saat
    }
hours-minutes = { $hours } { $minutes }
weekday =
    { $weekday ->
        [1] Pazartesi
        [2] Salı
        [3] Çarşamba
        [4] Perşembe
        [5] Cuma
        [6] Cumartesi
       *[7] Pazar
    }
month =
    { $month ->
        [1] Ocak
        [2] Şubat
        [3] Mart
        [4] Nisan
        [5] Mayıs
        [6] Haziran
        [7] Temmuz
        [8] Ağustos
        [9] Eylül
        [10] Ekim
        [11] Kasım
       *[12] Aralık
    }
month-short =
    { $month ->
        [1] Oca
        [2] Şub
        [3] Mar
        [4] Nis
        [5] May
        [6] Haz
        [7] Tem
        [8] Ağu
        [9] Eyl
        [10] Eki
        [11] Kas
       *[12] Ara
    }
