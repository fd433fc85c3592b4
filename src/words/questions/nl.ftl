### The questions that are asked where the team has none of its own.

question-role = Welke functie zoek je?
question-experience = Hoelang werk je al in dit vak?
experience-under-1 = Minder dan een jaar
experience-1-to-3 = 1 tot 3 jaar
experience-3-to-5 = 3 tot 5 jaar
experience-5-to-10 = 5 tot 10 jaar
experience-over-10 = Meer dan 10 jaar
question-location = Waar woon je?
question-location-help = Stad en land.
question-links = Een link naar je werk
question-links-help = Een portfolio, GitHub, LinkedIn: wat het best laat zien wat je doet.
question-skills = Waar ben je het best in?
question-skills-help = Kies alles wat past.
skill-backend = Backend
skill-frontend = Frontend
skill-mobile = Mobiel
skill-data = Data en AI
skill-infrastructure = Infrastructuur
skill-design = Design
skill-product = Product
skill-operations = Operations
question-note = Moeten we verder nog iets weten?
