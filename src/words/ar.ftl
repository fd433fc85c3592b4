### العربية. فصحى، بلا تشكيل إلا عند اللبس، وبصيغ محايدة ما أمكن.

## The frame of every page

language-label = اللغة
language-change = تغيير
skip = الانتقال إلى المحتوى
new-window = (يُفتح في نافذة جديدة)
steps = طلبك
step-apply = تقديم الطلب
step-book = حجز موعد
step-complete = إتمام الطلب
step-done = (تم)
applicant = طلب باسم { $name }
leave-question = هذا الطلب ليس لك؟
leave = البدء من جديد

## The form

apply-title = انضم إلى شبكة المواهب لدينا
apply-intro = حدثنا قليلًا عن نفسك، ثم اختر موعدًا للحديث معنا. لن يستغرق ذلك أكثر من ثلاث دقائق تقريبًا.
apply-name = اسمك
apply-email = البريد الإلكتروني
optional = اختياري
select = يرجى الاختيار
yes = نعم
no = لا
send = متابعة
send-next = بعد ذلك تختار موعدًا للحديث معنا.
trap = اترك هذا الحقل فارغًا
trapped = لم نرسل شيئًا لأن حقلًا مخفيًا كان معبأً، ربما بسبب إضافة في المتصفح. لقد أفرغناه: يرجى الضغط على «متابعة» مرة أخرى.
check-title = يرجى مراجعة إجاباتك
check =
    { $count ->
        [one] يرجى مراجعة إجابة واحدة.
        [two] يرجى مراجعة إجابتين.
        [few] يرجى مراجعة { $count } إجابات.
       *[other] يرجى مراجعة { $count } إجابة.
    }

## What is wrong with a field

wrong-name = اكتب اسمك.
wrong-email = اكتب بريدك الإلكتروني.
wrong-empty = يرجى ملء هذا الحقل.
wrong-long =
    { $limit ->
        [one] يُسمح بحرف واحد فقط. العدد الحالي { $count }.
       *[other] الحد الأقصى لعدد الأحرف { $limit }. العدد الحالي { $count }.
    }
wrong-unprintable = يرجى كتابة هذا من جديد، ففيه رموز غير مرئية.
wrong-address = اكتب عنوان بريد إلكتروني، مثل name@example.com.
wrong-link = اكتب عنوان موقع، مثل https://example.com.
wrong-choose = اختر إجابة.
wrong-choose-some = اختر إجابة واحدة على الأقل.
wrong-phone = اكتب رقم هاتف مع رمز البلد، مثل ‎+49 30 901820‎.
wrong-number = اكتب رقمًا، مثل 5 أو 2.5.
wrong-date = اكتب التاريخ بصيغة سنة-شهر-يوم، مثل ‎2026-11-12‎.
wrong-option = اختر إحدى الإجابات المعروضة.
wrong-only-one = يرجى إعطاء إجابة واحدة فقط.

## No application in this browser

unknown = لم نعثر على طلبك
unknown-lead = إنه غير محفوظ في هذا المتصفح. الصق رابطك الخاص أدناه، أو افتح هذه الصفحة حيث قدّمت طلبك.
unknown-start = بدء طلب

## Applied, and not booked

ready = اختر موعدًا للحديث معنا
ready-lead = وصلنا طلبك. الخطوة التالية محادثة قصيرة.
ready-how = اختر موعدًا في التقويم. بياناتك مكتوبة هناك، وسيظهر حجزك هنا خلال ثوانٍ.
ready-open = فتح التقويم
ready-waiting = اختر موعدًا في نافذة التقويم، وسنعرض حجزك هنا.
ready-booked = هل حجزت بالفعل؟
ready-show = عرض حجزي
ready-closed = الحجز غير متاح بعد. طلبك محفوظ لدينا، فعُد إلى هذه الصفحة قريبًا.

## The booking is on its way

confirming = جارٍ تأكيد حجزك
confirming-lead = ننتظر التأكيد من التقويم. يستغرق ذلك بضع ثوانٍ، وتُحدَّث هذه الصفحة تلقائيًا.
confirming-late = يستغرق الأمر وقتًا أطول من المعتاد
confirming-late-lead = إن وصلتك رسالة تأكيد بالبريد الإلكتروني فقد تم حجز موعدك ولا يلزمك شيء. سنعرضه هنا فور وصول الخبر إلينا.
confirming-again-question = لم تصلك رسالة؟
confirming-again = اختيار موعد من جديد

## Booked

scheduled = تم حجز موعدك
scheduled-lead = بقيت خطوة أخيرة: أرسل إلينا طلبك بعد اكتماله.
scheduled-guest = كل التفاصيل هنا وفي بريدك الإلكتروني.
complete = إتمام الطلب
join = الانضمام إلى المكالمة
calendars = إضافة إلى التقويم
calendar-file = Apple أو غيره
change-question = هل تحتاج إلى تغيير؟
reschedule = تغيير الموعد
cancel = إلغاء الموعد

## Its facts

fact-what = الموضوع
fact-duration = المدة
fact-host = مع
fact-where = المكان
place-person = حضوريًا
place-phone = عبر الهاتف
place-video = مكالمة فيديو
your-clock = بتوقيتك:

## Waits for the host

requested = بانتظار التأكيد
requested-lead-host = ننتظر تأكيد { $host } لهذا الموعد. ستصلك رسالة بالبريد الإلكتروني، وتُحدَّث هذه الصفحة تلقائيًا.
requested-lead = لم يتم تأكيد هذا الموعد بعد. ستصلك رسالة بالبريد الإلكتروني، وتُحدَّث هذه الصفحة تلقائيًا.

## Another time is needed

again = يرجى اختيار موعد آخر
again-lead-host = وصلنا من { $host } طلب بتغيير موعد المقابلة.
again-lead = نرجو منك تغيير موعد المقابلة.
again-pick = اختيار موعد آخر
cancelled = أُلغيت مقابلتك
cancelled-lead = ما زال طلبك محفوظًا لدينا. اختر موعدًا آخر متى شئت.
declined = لم يكن ذلك الموعد مناسبًا
declined-lead-host = ذلك الموعد لا يناسب { $host }. يرجى اختيار موعد آخر.
declined-lead = ذلك الموعد لا يناسبنا. يرجى اختيار موعد آخر.
missed = نأسف لأننا لم نلتقِ
missed-lead = ما زلت مهتمًا؟ اختر موعدًا جديدًا.

## After it

ended = شكرًا على حديثك معنا
ended-lead = بقيت خطوة أخيرة: أرسل إلينا طلبك بعد اكتماله.
ended-guest = جرت مقابلتك.
completed = شكرًا لك
completed-lead = اكتمل طلبك ولم يبقَ ما تفعله. نتطلع إلى الحديث معك.

## An interview of which only the email address is known

withheld = هل هذه مقابلتك؟
withheld-booked = حُجزت مقابلة ببريدك الإلكتروني.
withheld-requested = طُلبت مقابلة ببريدك الإلكتروني، وما زالت بانتظار التأكيد.
withheld-cancelled = أُلغيت مقابلة محجوزة ببريدك الإلكتروني.
withheld-declined = لم تُقبل مقابلة طُلبت ببريدك الإلكتروني.
withheld-again = طُلب موعد آخر لمقابلة محجوزة ببريدك الإلكتروني.
withheld-ended = جرت مقابلة محجوزة ببريدك الإلكتروني.
withheld-missed = لم يحضر أحد مقابلة محجوزة ببريدك الإلكتروني.
withheld-why = يستطيع أي شخص كتابة أي عنوان، لذلك لا نعرض التفاصيل إلا لمن قام بالحجز.
withheld-link = رابط حجزك
withheld-link-help = انسخه من رسالة التأكيد: رابط الإلغاء أو تغيير الموعد. ويكفي رقم الحجز وحده أيضًا.
withheld-show = عرض مقابلتي
withheld-just = هل حجزت للتو؟ سيعيدك التقويم إلى هنا فتراها.
withheld-other = ليست لك؟
withheld-wrong = لم نجد مقابلة لك بهذا. يرجى نسخ الرابط كاملًا من رسالة التأكيد.
claim-question = هل أنت من حجز هذا الموعد؟ أضفه إلى طلبك.
claim = هذه مقابلتي

## Something went wrong

back = العودة إلى طلبك
retry = إعادة المحاولة
request = رقم العملية { $id }
error-missing = الصفحة غير موجودة
error-missing-lead = تحقق من العنوان، أو عُد إلى طلبك.
error-forbidden = يرجى فتح الصفحة من جديد
error-forbidden-lead = جاء النموذج من موقع آخر. افتحه هنا وأرسله مرة أخرى.
error-wait = لحظة من فضلك
error-wait-lead =
    { $seconds ->
        [one] يتقدم كثيرون الآن من شبكتك. أعد المحاولة بعد ثانية.
        [two] يتقدم كثيرون الآن من شبكتك. أعد المحاولة بعد ثانيتين.
        [few] يتقدم كثيرون الآن من شبكتك. أعد المحاولة بعد { $seconds } ثوانٍ.
       *[other] يتقدم كثيرون الآن من شبكتك. أعد المحاولة بعد { $seconds } ثانية.
    }
error-unsaved = لم نتمكن من الحفظ
error-unsaved-lead = لم يُرسل شيء. عُد إلى الخلف وأعد المحاولة بعد دقيقة.
error-unread = لا يمكننا عرض هذا الآن
error-unread-lead = طلبك محفوظ. يرجى إعادة المحاولة بعد دقيقة.
error-broken = لا يمكننا قراءة طلبك
error-broken-lead = الخطأ من جانبنا وقد سجلناه. يمكنك الانتظار حتى نصلحه أو البدء من جديد.
error-long = النص أطول من أن يُرسل
error-long-lead = عُد إلى الخلف واختصر أطول إجاباتك.
error-slow = لم يصلنا نموذجك
error-slow-lead = انقطع الاتصال أو كان بطيئًا جدًا. عُد إلى الخلف وأرسله مرة أخرى.
error-internal = حدث خطأ ما
error-internal-lead = الخطأ من جانبنا وقد سجلناه. يرجى إعادة المحاولة بعد دقيقة.
error-other = لم نفهم ذلك
error-other-lead = عُد إلى طلبك وأعد المحاولة.

## Sending the form

sending = جارٍ الإرسال…
draft = تُحفظ إجاباتك على هذا الجهاز إلى أن ترسلها.
draft-clear = مسح
offline = لا يوجد اتصال بالإنترنت
offline-lead = إجاباتك ما زالت هنا. سنرسلها عندما يعود الاتصال.
unreachable = يتعذّر الوصول إلى الخادم
unreachable-lead = إجاباتك ما زالت هنا. سنواصل المحاولة، ولن تصل إلا مرة واحدة.
applied = لقد قدّمت طلبك من قبل
applied-lead = طلبك الأول ما زال قائمًا، لذلك لم نرسل هذا الطلب.
applied-show = عرض طلبي

## The data

data-to = تصل إجاباتك إلى { $team }.
privacy = الخصوصية
contact = هل لديك أسئلة؟

## The way back

open = هل أنت { $name }؟
open-lead = يفتح هذا الرابط طلبك في هذا المتصفح.
open-other-lead = هناك طلب آخر مفتوح في هذا المتصفح. يفتح هذا الرابط طلبك بدلًا منه.
open-yes = نعم، افتح طلبي
open-no = لا
leave-title = هل تريد البدء من جديد؟
leave-lead = سينسى هذا المتصفح طلبك، لكنه يبقى لدينا. احتفظ بهذا الرابط للعودة لاحقًا.
leave-keep = الاحتفاظ بطلبي
share = افتح هذه الصفحة على جهاز آخر
share-lead = هذا الرابط لك وحدك: من يملكه يستطيع رؤية طلبك وتغييره.
share-link = رابطك الخاص
share-code = رمز QR لرابطك الخاص
copy = نسخ
copied = تم النسخ
find-label = رابطك
find-help = رابطك الخاص، من موعد تقويمك مثلًا، أو رابط من رسالة التأكيد.
find = بحث
two-applications = لقد أرسلت طلبين. كانت هذه الصفحة تعرض الآخر.
two-show = عرض الآخر

## Changes while the page is open

moved = تغيّر موعد مقابلتك
moved-from = كان في { $date }، { $hours }
expecting = ننتظر أن يؤكد التقويم التغيير. حتى ذلك الحين يبقى هذا الموعد قائمًا.
ready-shut = أُغلق التقويم. إن كنت قد حجزت فسيظهر الموعد هنا خلال ثوانٍ، وإلا فافتح التقويم مرة أخرى.
calendar-follow = اشترك لتظهر التغييرات في تقويمك
next-steps = ما الخطوة التالية

## What was sent

invited = ستُرسل الدعوة إلى { $email }.
invited-wrong = ليس عنوانك؟
invited-save = حفظ العنوان
sent = ما أرسلته
withdraw = سحب طلبي
withdraw-title = هل تريد سحب طلبك؟
withdraw-lead = سيرى الفريق أنك سحبت طلبك. يمكنك تغيير رأيك والتقديم من جديد.
withdrawn = لقد سحبت طلبك
withdrawn-lead = كان ذلك في { $date }. هل غيّرت رأيك؟ قدّم من جديد متى شئت.
withdrawn-booking = ما زالت مقابلتك في التقويم. يرجى إلغاؤها هناك أيضًا.
withdrawn-cancel = إلغاء المقابلة
withdrawn-again = التقديم من جديد

## Dates and times

date = { weekday }، { $day } { month } { $year }
date-in-year = { weekday }، { $day } { month }
clock =
    { $half ->
        [am] { $hour12 }:{ $minute } ص
       *[pm] { $hour12 }:{ $minute } م
    }
clock-from =
    { $same ->
        [yes] { $hour12 }:{ $minute }
       *[no] { clock }
    }
span = من { $from } إلى { $until }
span-days = من { $from } إلى { $until } يوم { $day }
zone = بتوقيت { $city }
when = { $hours }، { $zone }
state-when = { $state }: { $date }، { $hours }، { $zone }
minutes =
    { $count ->
        [one] دقيقة واحدة
        [two] دقيقتان
        [few] { $count } دقائق
       *[other] { $count } دقيقة
    }
hours =
    { $count ->
        [one] ساعة واحدة
        [two] ساعتان
        [few] { $count } ساعات
       *[other] { $count } ساعة
    }
hours-minutes = { $hours } و{ $minutes }
weekday =
    { $weekday ->
        [1] الاثنين
        [2] الثلاثاء
        [3] الأربعاء
        [4] الخميس
        [5] الجمعة
        [6] السبت
       *[7] الأحد
    }
month =
    { $month ->
        [1] يناير
        [2] فبراير
        [3] مارس
        [4] أبريل
        [5] مايو
        [6] يونيو
        [7] يوليو
        [8] أغسطس
        [9] سبتمبر
        [10] أكتوبر
        [11] نوفمبر
       *[12] ديسمبر
    }
month-short = { month }
