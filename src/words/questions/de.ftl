### The questions that are asked where the team has none of its own.

question-role = Welche Stelle suchen Sie?
question-experience = Wie lange arbeiten Sie schon in diesem Bereich?
experience-under-1 = Weniger als ein Jahr
experience-1-to-3 = 1 bis 3 Jahre
experience-3-to-5 = 3 bis 5 Jahre
experience-5-to-10 = 5 bis 10 Jahre
experience-over-10 = Mehr als 10 Jahre
question-location = Wo leben Sie?
question-location-help = Stadt und Land.
question-links = Ein Link zu Ihrer Arbeit
question-links-help = Portfolio, GitHub, LinkedIn: was sie am besten zeigt.
question-skills = Was können Sie am besten?
question-skills-help = Wählen Sie alles, was passt.
skill-backend = Backend
skill-frontend = Frontend
skill-mobile = Mobile Apps
skill-data = Daten und KI
skill-infrastructure = Infrastruktur
skill-design = Design
skill-product = Produkt
skill-operations = Betrieb
question-note = Was sollten wir noch wissen?
