### 日本語。です・ます調。

## The frame of every page

language-label = 言語
language-change = 変更
skip = 本文へ移動
new-window = （新しいウィンドウで開きます）
steps = ご応募の流れ
step-apply = 応募
step-book = 日時の予約
step-complete = 完了
step-done = （済み）
applicant = 応募者：{ $name } さん
leave-question = ご本人ではありませんか？
leave = 最初からやり直す

## The form

apply-title = タレントネットワークへの参加
apply-intro = あなたのことを少し教えてください。そのあと、お話しする日時をお選びいただきます。3分ほどで終わります。
apply-name = お名前
apply-email = メールアドレス
optional = 任意
select = 選択してください
yes = はい
no = いいえ
send = 次へ
send-next = 次に、お話しする日時をお選びいただきます。
trap = ここは空欄のままにしてください
trapped = 表示されない項目に入力があったため、送信しませんでした。ブラウザーの拡張機能が入力した可能性があります。その項目は空にしましたので、もう一度「次へ」を押してください。
check-title = ご回答をご確認ください
check =
    { $count ->
       *[other] { $count }件の回答をご確認ください。
    }

## What is wrong with a field

wrong-name = お名前を入力してください。
wrong-email = メールアドレスを入力してください。
wrong-empty = この項目を入力してください。
wrong-long =
    { $limit ->
       *[other] { $limit }文字以内で入力してください。現在{ $count }文字です。
    }
wrong-unprintable = もう一度入力してください。見えない文字が含まれています。
wrong-address = name@example.com のようなメールアドレスを入力してください。
wrong-link = https://example.com のようなURLを入力してください。
wrong-choose = 1つ選んでください。
wrong-choose-some = 1つ以上選んでください。
wrong-phone = +49 30 901820 のように、国番号付きの電話番号を入力してください。
wrong-number = 5 や 2.5 のような数値を入力してください。
wrong-date = 2026-11-12 のように、年-月-日の形で入力してください。
wrong-option = 選択肢の中から選んでください。
wrong-only-one = 回答は1つだけにしてください。

## No application in this browser

unknown = ご応募が見つかりません
unknown-lead = このブラウザーには保存されていません。下に専用リンクを貼り付けるか、応募したブラウザーでこのページを開いてください。
unknown-start = 応募を始める

## Applied, and not booked

ready = お話しする日時をお選びください
ready-lead = ご応募を受け付けました。次は短い面談です。
ready-how = カレンダーで日時をお選びください。お名前とメールアドレスは入力済みです。予約は数秒でこのページに表示されます。
ready-open = カレンダーを開く
ready-waiting = カレンダーのタブで日時をお選びください。予約はこのページに表示されます。
ready-booked = すでに予約されましたか？
ready-show = 予約を表示する
ready-closed = 予約の受付はまだ始まっていません。ご応募はお預かりしていますので、しばらくしてからこのページをもう一度ご覧ください。

## The booking is on its way

confirming = ご予約を確認しています
confirming-lead = カレンダーからの確認を待っています。数秒で終わり、このページは自動的に更新されます。
confirming-late = いつもより時間がかかっています
confirming-late-lead = 確認メールが届いていれば予約は完了しており、何もしていただく必要はありません。連絡が届きしだい、ここに表示します。
confirming-again-question = メールが届いていませんか？
confirming-again = もう一度日時を選ぶ

## Booked

scheduled = ご予約が完了しました
scheduled-lead = 最後のステップです。ご応募を完了してください。
scheduled-guest = 詳細はこのページとメールでご確認いただけます。
complete = 応募を完了する
join = 通話に参加する
calendars = カレンダーに追加
calendar-file = Apple・その他
change-question = 変更が必要ですか？
reschedule = 日時を変更する
cancel = キャンセルする

## Its facts

fact-what = 内容
fact-duration = 所要時間
fact-host = 担当
fact-where = 場所
place-person = 対面
place-phone = 電話
place-video = ビデオ通話
your-clock = お使いの端末の時刻では：

## Waits for the host

requested = 確認をお待ちください
requested-lead-host = { $host } がこの日時を確認します。メールでお知らせし、このページも自動的に更新されます。
requested-lead = この日時はまだ確定していません。メールでお知らせし、このページも自動的に更新されます。

## Another time is needed

again = 別の日時をお選びください
again-lead-host = { $host } から面談日時の変更のお願いがありました。
again-lead = 面談日時の変更をお願いいたします。
again-pick = 別の日時を選ぶ
cancelled = 面談はキャンセルされました
cancelled-lead = ご応募は引き続きお預かりしています。ご都合のよいときに別の日時をお選びください。
declined = ご希望の日時では調整できませんでした
declined-lead-host = { $host } の都合がつきませんでした。別の日時をお選びください。
declined-lead = その日時は都合がつきませんでした。別の日時をお選びください。
missed = お会いできず残念でした
missed-lead = 引き続きご興味がおありでしたら、新しい日時をお選びください。

## After it

ended = 面談にご参加いただきありがとうございました
ended-lead = 最後のステップです。ご応募を完了してください。
ended-guest = 面談は終了しました。
completed = ありがとうございます
completed-lead = ご応募は完了しました。これ以上の手続きはありません。お話しできるのを楽しみにしています。

## An interview of which only the email address is known

withheld = この面談はあなたのものですか？
withheld-booked = あなたのメールアドレスで面談が予約されました。
withheld-requested = あなたのメールアドレスで面談の申し込みがありました。まだ確定していません。
withheld-cancelled = あなたのメールアドレスの面談はキャンセルされました。
withheld-declined = あなたのメールアドレスで申し込まれた面談は、お受けできませんでした。
withheld-again = あなたのメールアドレスで予約された面談について、日時の変更のお願いがあります。
withheld-ended = あなたのメールアドレスの面談は終了しました。
withheld-missed = あなたのメールアドレスの面談は欠席となりました。
withheld-why = メールアドレスは誰でも入力できるため、詳細は予約された方だけに表示しています。
withheld-link = 予約のリンク
withheld-link-help = 確認メールから、キャンセルまたは日時変更のリンクをコピーしてください。予約番号だけでもかまいません。
withheld-show = 面談を表示する
withheld-just = 予約されたばかりですか？カレンダーからこのページに戻ると表示されます。
withheld-other = お心当たりがありませんか？
withheld-wrong = お探しの面談が見つかりませんでした。確認メールのリンク全体をコピーしてください。
claim-question = ご自身で予約されましたか？ご応募に追加してください。
claim = これは私の面談です

## Something went wrong

back = 応募のページに戻る
retry = もう一度試す
request = リクエスト { $id }
error-missing = ページが見つかりません
error-missing-lead = アドレスをご確認いただくか、応募のページにお戻りください。
error-forbidden = もう一度ページを開いてください
error-forbidden-lead = フォームが別のサイトから送信されました。ここで開いて、もう一度送信してください。
error-wait = 少しお待ちください
error-wait-lead =
    { $seconds ->
       *[other] ご利用のネットワークからのご応募が混み合っています。{ $seconds }秒後にもう一度お試しください。
    }
error-unsaved = 保存できませんでした
error-unsaved-lead = 何も送信されていません。前のページに戻り、1分ほどしてからもう一度お試しください。
error-unread = ただいま表示できません
error-unread-lead = ご応募は安全に保管されています。1分ほどしてからもう一度お試しください。
error-broken = ご応募を読み込めません
error-broken-lead = こちらの不具合で、すでに記録しました。復旧をお待ちいただくか、最初からやり直してください。
error-long = 長すぎて送信できません
error-long-lead = 前のページに戻り、いちばん長い回答を短くしてください。
error-slow = フォームが届きませんでした
error-slow-lead = 接続が切れたか、遅すぎました。前のページに戻り、もう一度送信してください。
error-internal = 問題が発生しました
error-internal-lead = こちらの不具合で、すでに記録しました。1分ほどしてからもう一度お試しください。
error-other = 内容を読み取れませんでした
error-other-lead = 応募のページに戻り、もう一度お試しください。

## Sending the form

sending = 送信しています…
draft = 回答は、送信するまでこの端末に保存されます。
draft-clear = 消去
offline = オフラインです
offline-lead = 回答はそのまま残っています。接続が戻ったら送信します。
unreachable = サーバーに接続できません
unreachable-lead = 回答はそのまま残っています。再試行を続けますが、届くのは一度だけです。
applied = すでに応募済みです
applied-lead = 最初の応募が有効なので、今回の内容は送信していません。
applied-show = 応募内容を見る

## The data

data-to = 回答は{ $team }に送られます。
privacy = プライバシーについて
contact = ご質問はこちら：

## The way back

open = { $name }さんですか？
open-lead = このリンクは、応募内容をこのブラウザーで開きます。
open-other-lead = このブラウザーでは別の応募が開いています。このリンクは、代わりにあなたの応募を開きます。
open-yes = はい、応募を開きます
open-no = いいえ
leave-title = 最初からやり直しますか？
leave-lead = このブラウザーから応募の情報が消えます。応募は残っていますので、後で戻るにはこのリンクを保存してください。
leave-keep = 応募をそのままにする
share = 別の端末でこのページを開く
share-lead = このリンクはあなた専用です。知っている人は誰でも応募を見たり変更したりできます。
share-link = 専用リンク
share-code = 専用リンクのQRコード
copy = コピー
copied = コピーしました
find-label = リンク
find-help = カレンダーの予定にある専用リンク、または確認メールのリンク。
find = 探す
two-applications = 応募が2件あります。このページはもう一方を表示していました。
two-show = もう一方を表示

## Changes while the page is open

moved = 面談の日時が変わりました
moved-from = 変更前：{ $date } { $hours }
expecting = カレンダーでの変更の確認を待っています。それまでは、この予約が有効です。
ready-shut = カレンダーが閉じられました。予約済みなら、数秒でここに表示されます。まだの場合は、もう一度カレンダーを開いてください。
calendar-follow = 購読すると、変更がカレンダーに反映されます
next-steps = 今後の流れ

## What was sent

invited = 招待は{ $email }に送られます。
invited-wrong = アドレスが違いますか？
invited-save = アドレスを保存
sent = 送信した内容
withdraw = 応募を取り下げる
withdraw-title = 応募を取り下げますか？
withdraw-lead = 取り下げたことがチームに伝わります。その後でも、もう一度ご応募いただけます。
withdrawn = 応募を取り下げました
withdrawn-lead = 取り下げ日：{ $date }。お気持ちが変わりましたら、いつでももう一度ご応募ください。
withdrawn-booking = 面談がまだカレンダーに残っています。そちらもキャンセルしてください。
withdrawn-cancel = 面談をキャンセル
withdrawn-again = もう一度応募する

## Dates and times

date = { $year }年{ $month }月{ $day }日（{ weekday }）
date-in-year = { $month }月{ $day }日（{ weekday }）
clock = { $hour }:{ $minute }
clock-from = { clock }
span = { $from }～{ $until }
span-days = { $from }～{ $day } { $until }
zone = { $city }時間
when = { $hours }、{ $zone }
state-when = { $state }：{ $date }、{ $hours }、{ $zone }
minutes =
    { $count ->
       *[other] { $count }分
    }
hours =
    { $count ->
       *[other] { $count }時間
    }
hours-minutes = { $hours }{ $minutes }
weekday =
    { $weekday ->
        [1] 月
        [2] 火
        [3] 水
        [4] 木
        [5] 金
        [6] 土
       *[7] 日
    }
month = { $month }月
month-short = { $month }月
