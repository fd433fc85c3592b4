### The questions that are asked where the team has none of its own.

question-role = どのような職種をお探しですか？
question-experience = この分野での経験年数を教えてください。
experience-under-1 = 1年未満
experience-1-to-3 = 1～3年
experience-3-to-5 = 3～5年
experience-5-to-10 = 5～10年
experience-over-10 = 10年以上
question-location = お住まいはどちらですか？
question-location-help = 都市名と国名。
question-links = お仕事がわかるリンク
question-links-help = ポートフォリオ、GitHub、LinkedInなど、いちばんよく伝わるもの。
question-skills = 得意なことは何ですか？
question-skills-help = 当てはまるものをすべて選んでください。
skill-backend = バックエンド
skill-frontend = フロントエンド
skill-mobile = モバイル
skill-data = データ・AI
skill-infrastructure = インフラ
skill-design = デザイン
skill-product = プロダクト
skill-operations = オペレーション
question-note = ほかにお伝えになりたいことはありますか？
