### The questions that are asked where the team has none of its own.

question-role = Quel poste recherchez-vous ?
question-experience = Depuis combien de temps travaillez-vous dans ce domaine ?
experience-under-1 = Moins d’un an
experience-1-to-3 = 1 à 3 ans
experience-3-to-5 = 3 à 5 ans
experience-5-to-10 = 5 à 10 ans
experience-over-10 = Plus de 10 ans
question-location = Où vivez-vous ?
question-location-help = Ville et pays.
question-links = Un lien vers votre travail
question-links-help = Un portfolio, GitHub, LinkedIn : ce qui le montre le mieux.
question-skills = Dans quels domaines êtes-vous à l’aise ?
question-skills-help = Choisissez tout ce qui vous correspond.
skill-backend = Backend
skill-frontend = Frontend
skill-mobile = Mobile
skill-data = Données et IA
skill-infrastructure = Infrastructure
skill-design = Design
skill-product = Produit
skill-operations = Opérations
question-note = Autre chose à nous dire ?
