### The questions that are asked where the team has none of its own.

question-role = Jakiego stanowiska szukasz?
question-experience = Jak długo pracujesz w tej dziedzinie?
experience-under-1 = Mniej niż rok
experience-1-to-3 = Od 1 do 3 lat
experience-3-to-5 = Od 3 do 5 lat
experience-5-to-10 = Od 5 do 10 lat
experience-over-10 = Ponad 10 lat
question-location = Gdzie mieszkasz?
question-location-help = Miasto i kraj.
question-links = Link do Twojej pracy
question-links-help = Portfolio, GitHub, LinkedIn: to, co pokazuje ją najlepiej.
question-skills = W czym czujesz się najlepiej?
question-skills-help = Zaznacz wszystko, co pasuje.
skill-backend = Backend
skill-frontend = Frontend
skill-mobile = Aplikacje mobilne
skill-data = Dane i AI
skill-infrastructure = Infrastruktura
skill-design = Design
skill-product = Produkt
skill-operations = Operacje
question-note = Czy jest coś jeszcze, o czym powinniśmy wiedzieć?
