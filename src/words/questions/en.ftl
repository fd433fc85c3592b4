### The questions that are asked where the team has none of its own.

question-role = Which role are you looking for?
question-experience = How long have you worked in this field?
experience-under-1 = Less than a year
experience-1-to-3 = 1 to 3 years
experience-3-to-5 = 3 to 5 years
experience-5-to-10 = 5 to 10 years
experience-over-10 = More than 10 years
question-location = Where are you based?
question-location-help = City and country.
question-links = A link to your work
question-links-help = A portfolio, GitHub, LinkedIn: whatever shows it best.
question-skills = What do you do best?
question-skills-help = Choose all that apply.
skill-backend = Backend
skill-frontend = Frontend
skill-mobile = Mobile
skill-data = Data and AI
skill-infrastructure = Infrastructure
skill-design = Design
skill-product = Product
skill-operations = Operations
question-note = Anything else we should know?
