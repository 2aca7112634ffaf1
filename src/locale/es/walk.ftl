# El recorrido de quien aprende: qué trabajo, qué sabe ya, cómo puede estudiar.

start-title = ¿Qué trabajo quieres?
start-lead = Di qué trabajo y qué sabes hacer ya. Recibirás las credenciales que llevan hasta él: la vía más barata, la más rápida o la de menos credenciales, con fechas y precios.
start-label = Un trabajo, con tus palabras
start-placeholder = analista de datos
start-button = Buscar
start-which = ¿Cuál de estos es «{ $words }»?
start-none = Ningún trabajo se llama aquí «{ $words }»
start-nearest = Estos son los más cercanos por lo que hacen. Puede que el tuyo no esté entre ellos.
start-next = Qué puedes hacer ahora
start-next-name = Escribe el trabajo como en los anuncios, o una sola de sus palabras: mecánico, enfermera, conductor.
start-next-list = Mira la lista:
start-next-among = Mira si una competencia o una credencial se llama así:
start-next-among-link = «{ $words }» en el catálogo
start-next-missing = No todos los oficios están en este catálogo. Quien gestiona el servicio puede añadir más; los trabajos que hay dicen qué piden y de dónde sale.
for-whom = Planificas con una persona que aprende: lo que puede demostrar ya está puesto, y la respuesta se puede guardar como propuesta.
for-whom-back = Volver a su página
start-none-of-these = ¿Ninguno de estos? Prueba otro nombre, o mira la lista:
start-found-title = Trabajos para «{ $words }»
start-also = también: { $name }
start-asks = { $count ->
    [0] ningún requisito esencial
    [one] { $count } requisito esencial
   *[other] { $count } requisitos esenciales
}
start-all = Los { $roles } trabajos
start-examples = O empieza por uno de estos
start-how = Cómo funciona
start-how-1 = Elige un trabajo.
start-how-1-more = Lo que pide viene de descripciones públicas de ocupaciones, cada una con su fuente.
start-how-2 = Di lo que sabes hacer.
start-how-2-more = ¿No sabes a qué nivel? Dilo. Nada cuenta en tu contra.
start-how-3 = Compara los caminos.
start-how-3-more = Cada uno es un plan con fechas, horas por semana y dinero por mes, demostrado como el mejor o con el margen que queda.
start-catalogue = { $roles } trabajos, { $credentials } credenciales, { $competencies } competencias.

you-title = Tú y el trabajo: { $role }
you-heading = ¿Qué sabes hacer ya?
you-lead = Esto pide el trabajo «{ $role }». Elige cómo de bien haces cada cosa; deja sin tocar lo que aún no. Tu palabra basta.
you-change = Otro trabajo
you-levels = ¿Qué significan los niveles?
you-asked = se pide: { $level }
you-not = todavía no
you-unsure = sí, no sé a qué nivel
you-at = { $name }: { $said }
you-holds = Credenciales que quizá tengas
you-hold = La tengo
you-more = Otra cosa que sabes hacer o tienes
you-more-hint = También pueden contar otras competencias y certificados. Busca con tus palabras.
you-find = Buscar
you-found = Encontrado para «{ $words }»
you-above = Ya está arriba:
you-found-none = Nada encontrado para «{ $words }». Prueba con una sola palabra.
you-told = También has dicho
you-study = ¿Cómo puedes estudiar?
you-hours = Horas por semana
you-hours-hint = Lecturas, ejercicios y exámenes juntos.
you-start = Primer día
you-start-hint = Hoy, si lo dejas vacío.
you-by = Terminar antes de
you-by-hint = Déjalo vacío si no hay prisa.
you-budget = Lo máximo que puedes gastar, en { $currency }
you-budget-hint = Déjalo vacío para ver todos los precios.
you-monthly = Lo máximo en un mes, en { $currency }
you-languages = Idiomas en los que puedes estudiar
you-any = Sin marcar ninguno, valen todos.
you-how = Formas de estudiar
how-online = en línea
how-in_person = presencial
how-blended = semipresencial
you-when = Horarios
when-day = de día
when-evening = por la tarde y noche
when-weekend = fines de semana
you-place = Dónde estás
you-place-hint = País o estado, como US o US-NJ. Déjalo vacío para contar también cursos ligados a otros lugares.
you-rest = Más sobre ti
you-slow = Mi conexión es mala
you-experience = Meses de experiencia laboral
you-experience-hint = Algunos certificados la piden.
you-at_once = Cursos a la vez, como máximo
you-week = ¿Cuánto vale para ti una semana antes, en { $currency }?
you-week-hint = Entonces hay un cuarto camino que sopesa dinero y tiempo.
you-accredited = Solo credenciales avaladas por un organismo de calidad
you-unlevelled = Contar credenciales que no dicen su nivel
you-access = Lo que necesitas para estudiar
access-captions = subtítulos
access-transcript = transcripciones
access-screenReaderFriendly = funciona con lector de pantalla
access-alternativeText = imágenes descritas
you-funds = Ayudas a las que tienes derecho
you-funds-hint = Marca solo aquellas cuyas condiciones sabes que cumples.
you-show = Ver mis caminos
you-none-asked = Este trabajo no pide nada esencial que el catálogo conozca.

slips-title = { $count ->
    [one] Una cosa no se pudo entender
   *[other] { $count } cosas no se pudieron entender
}
slip-hours = Horas por semana: escribe un número de 1 a 168, como 10.
slip-budget = Lo máximo que puedes gastar: escribe una cantidad en cifras, como 500.
slip-monthly = Lo máximo en un mes: escribe una cantidad en cifras, como 100.
slip-week = Lo que vale una semana: escribe una cantidad en cifras, como 50.
slip-start = Primer día: escribe un día como 2027-01-04.
slip-by = Terminar antes de: elige un día posterior al primero, como 2027-12-31.
slip-experience = Meses de experiencia laboral: escribe un número entero, como 24.
slip-at_once = Cursos a la vez: escribe un número de 1 a 8.
slip-role = El trabajo ya no está en este catálogo. Elige otro.
slip-can = Una competencia de esta dirección ya no está en el catálogo; se ha dejado fuera.
slip-has = Una credencial de esta dirección ya no está en el catálogo; se ha dejado fuera.
slip-place = Dónde estás: escribe un país o un estado, como US o US-NJ.
slip-other = Una parte de esta dirección no se entendió y se dejó fuera: { $name }.
