### The questions that are asked where the team has none of its own.

question-role = ¿Qué puesto buscas?
question-experience = ¿Cuánto tiempo llevas trabajando en este campo?
experience-under-1 = Menos de un año
experience-1-to-3 = De 1 a 3 años
experience-3-to-5 = De 3 a 5 años
experience-5-to-10 = De 5 a 10 años
experience-over-10 = Más de 10 años
question-location = ¿Dónde vives?
question-location-help = Ciudad y país.
question-links = Un enlace a tu trabajo
question-links-help = Un portafolio, GitHub, LinkedIn: lo que mejor lo muestre.
question-skills = ¿Qué se te da mejor?
question-skills-help = Elige todo lo que corresponda.
skill-backend = Backend
skill-frontend = Frontend
skill-mobile = Móvil
skill-data = Datos e IA
skill-infrastructure = Infraestructura
skill-design = Diseño
skill-product = Producto
skill-operations = Operaciones
question-note = ¿Algo más que debamos saber?
