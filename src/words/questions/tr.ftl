### The questions that are asked where the team has none of its own.

question-role = Hangi pozisyonu arıyorsunuz?
question-experience = Bu alanda ne kadar süredir çalışıyorsunuz?
experience-under-1 = Bir yıldan az
experience-1-to-3 = 1–3 yıl
experience-3-to-5 = 3–5 yıl
experience-5-to-10 = 5–10 yıl
experience-over-10 = 10 yıldan fazla
question-location = Nerede yaşıyorsunuz?
question-location-help = Şehir ve ülke.
question-links = Çalışmalarınıza bir bağlantı
question-links-help = Portfolyo, GitHub, LinkedIn: işinizi en iyi gösteren hangisiyse.
question-skills = En iyi yaptığınız işler neler?
question-skills-help = Size uyanların tümünü seçin.
skill-backend = Backend
skill-frontend = Frontend
skill-mobile = Mobil
skill-data = Veri ve yapay zekâ
skill-infrastructure = Altyapı
skill-design = Tasarım
skill-product = Ürün
skill-operations = Operasyon
question-note = Bilmemiz gereken başka bir şey var mı?
