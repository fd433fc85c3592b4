### The questions that are asked where the team has none of its own.

question-role = Que cargo você procura?
question-experience = Há quanto tempo você trabalha nessa área?
experience-under-1 = Menos de um ano
experience-1-to-3 = De 1 a 3 anos
experience-3-to-5 = De 3 a 5 anos
experience-5-to-10 = De 5 a 10 anos
experience-over-10 = Mais de 10 anos
question-location = Onde você mora?
question-location-help = Cidade e país.
question-links = Um link para o seu trabalho
question-links-help = Portfólio, GitHub, LinkedIn: o que mostrar melhor.
question-skills = O que você faz melhor?
question-skills-help = Escolha tudo o que se aplica.
skill-backend = Backend
skill-frontend = Frontend
skill-mobile = Mobile
skill-data = Dados e IA
skill-infrastructure = Infraestrutura
skill-design = Design
skill-product = Produto
skill-operations = Operações
question-note = Mais alguma coisa que devemos saber?
