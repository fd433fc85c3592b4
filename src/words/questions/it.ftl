### The questions that are asked where the team has none of its own.

question-role = Che ruolo cerchi?
question-experience = Da quanto tempo lavori in questo campo?
experience-under-1 = Meno di un anno
experience-1-to-3 = Da 1 a 3 anni
experience-3-to-5 = Da 3 a 5 anni
experience-5-to-10 = Da 5 a 10 anni
experience-over-10 = Più di 10 anni
question-location = Dove vivi?
question-location-help = Città e paese.
question-links = Un link al tuo lavoro
question-links-help = Un portfolio, GitHub, LinkedIn: quello che lo mostra meglio.
question-skills = Che cosa sai fare meglio?
question-skills-help = Scegli tutto ciò che fa per te.
skill-backend = Backend
skill-frontend = Frontend
skill-mobile = Mobile
skill-data = Dati e IA
skill-infrastructure = Infrastruttura
skill-design = Design
skill-product = Prodotto
skill-operations = Operations
question-note = C’è altro che dovremmo sapere?
