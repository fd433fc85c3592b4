### The questions that are asked where the team has none of its own.

question-role = ما الوظيفة التي تبحث عنها؟
question-experience = منذ متى تعمل في هذا المجال؟
experience-under-1 = أقل من سنة
experience-1-to-3 = من سنة إلى 3 سنوات
experience-3-to-5 = من 3 إلى 5 سنوات
experience-5-to-10 = من 5 إلى 10 سنوات
experience-over-10 = أكثر من 10 سنوات
question-location = أين تقيم؟
question-location-help = المدينة والبلد.
question-links = رابط لأعمالك
question-links-help = معرض أعمال أو GitHub أو LinkedIn: ما يعرضها على أفضل وجه.
question-skills = ما أكثر ما تتقنه؟
question-skills-help = اختر كل ما ينطبق عليك.
skill-backend = الواجهة الخلفية
skill-frontend = الواجهة الأمامية
skill-mobile = تطبيقات الجوال
skill-data = البيانات والذكاء الاصطناعي
skill-infrastructure = البنية التحتية
skill-design = التصميم
skill-product = المنتج
skill-operations = العمليات
question-note = هل هناك شيء آخر ينبغي أن نعرفه؟
