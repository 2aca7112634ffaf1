# El catálogo: empleos, credenciales, competencias y organizaciones.

menu-catalogue = Catálogo
menu-coverage = Para proveedores y empleadores

catalogue-title = Catálogo
catalogue-about = Empleos y lo que piden, credenciales y lo que acreditan, y quién las ofrece: cada ficha lleva a las demás.
catalogue-label = Un empleo, una credencial, una competencia
catalogue-browse = O explora
catalogue-where = Dónde estás
catalogue-roles = Empleos
catalogue-role = Empleo
catalogue-credentials = Credenciales
catalogue-credential = Credencial
catalogue-competencies = Competencias
catalogue-competency = Competencia
catalogue-organisations = Proveedores
catalogue-aliases = También llamado
catalogue-sector = Ámbito
catalogue-region = Región
catalogue-codes = Códigos
catalogue-kind = Clase
catalogue-page = Página propia
catalogue-source = Fuente:
catalogue-advised = (recomendado, no exigido)
catalogue-more = Y { $count } más.
catalogue-alone = Sola: lo que cuesta en total esta vía con 10 horas de estudio por semana, sin lo que debe ir antes.
catalogue-level = nivel { $rank } de { $of }, { $name }
catalogue-level-unknown = nivel desconocido
catalogue-and = y
catalogue-or = o
catalogue-not = no
catalogue-at-least = al menos { $least } de:
catalogue-credits = al menos { $min } créditos de:
catalogue-range = de { $least } a { $most }
catalogue-plan = { $name }: { $price }
catalogue-per-attempt = { $amount } por intento
catalogue-per-credit = { $amount } por crédito
catalogue-per-months = { $amount } { $count ->
    [1] al mes
    [12] al año
   *[other] cada { $count } meses
}
catalogue-per-days = { $amount } { $count ->
    [1] al día
   *[other] cada { $count } días
}

list-search = Buscar
list-pages = Páginas
list-before = Anterior
list-after = Siguiente
list-of = { $first } a { $last } de { $total }
list-found = { $shown } encontrados para «{ $words }», primero los mejores.
list-all = { $shown } { $count ->
    [one] ficha.
   *[other] fichas.
}
list-none = No se encontró nada. Prueba con menos palabras o con otras.
list-whole = Ver la lista completa
list-more-of = Más: { $title }
list-title = { $title }: «{ $words }»
list-title-from = { $title } desde { $from }
list-roles-about = Lo que pide cada empleo, quién puede demostrarlo y el camino hasta él.
list-roles-label = Un empleo, con tus palabras
list-credentials-about = Lo que acredita cada credencial, lo que pide antes y cada forma de obtenerla con su precio.
list-credentials-label = Una credencial, por nombre o código
list-competencies-about = Lo que significa cada competencia, nivel por nivel, quién la acredita y qué empleos la piden.
list-competencies-label = Una competencia, con tus palabras
list-organisations-about = Quién otorga credenciales y ofrece formas de obtenerlas, y lo completas que son sus fichas.
list-organisations-label = Un proveedor, por nombre
list-role = { $count ->
    [one] { $count } requisito
   *[other] { $count } requisitos
}{ $sector ->
    [blank] {""}
   *[other] , { $sector }
}
list-credential = { $issuer ->
    [blank] {""}
   *[other] { $issuer };{ " " }
}{ $awards ->
    [one] { $awards } competencia
   *[other] { $awards } competencias
}, { $ways ->
    [one] { $ways } forma de obtenerla
   *[other] { $ways } formas de obtenerla
}
list-competency = { $credentials ->
    [0] nadie la acredita
    [one] la acredita { $credentials } credencial
   *[other] la acreditan { $credentials } credenciales
}, { $roles ->
    [0] ningún empleo la pide
    [one] la pide { $roles } empleo
   *[other] la piden { $roles } empleos
}
list-organisation = { $credentials ->
    [one] { $credentials } credencial
   *[other] { $credentials } credenciales
}, { $offerings ->
    [one] { $offerings } oferta
   *[other] { $offerings } ofertas
}

role-about = { $title }: { $all } requisitos, { $essential } de ellos esenciales; las credenciales que los demuestran y el camino más barato y más rápido.
role-plan = Buscar mi camino a este empleo
role-check = ¿Pide demasiado este empleo?
role-asks = Lo que pide
role-asks-lead = { $essential } esenciales, { $desirable } que ayudan. Primero los esenciales, los más importantes arriba.
role-asks-nothing = El catálogo no dice qué pide este empleo.
role-gates = Además debe tenerse o cumplirse
role-near = Empleos cercanos
role-openings = Personas buscadas
role-openings-year = { $count } al año
role-requirement = Requisito
role-necessity = Cuánto
role-importance = Importancia, de 100
role-proof = Prueba
role-credentials = Credenciales de ese nivel
role-essential = esencial
role-desirable = ayuda
role-trust-any = tu palabra
role-trust-assessed = evaluado
role-trust-verified = verificado
role-nobody = nadie

credential-about = { $name }: { $awards } competencias acreditadas, { $ways } formas de obtenerla, con precio y horas de cada una.
credential-awards = Lo que acredita
credential-awards-nothing = El catálogo no dice qué acredita.
credential-asked-by = Empleos que la piden
credential-first = Lo que debe ir antes
credential-first-nothing = Nada que el catálogo sepa.
credential-parts = Hecha de partes
credential-ways = Formas de obtenerla
credential-ways-parts = Llega por sí sola cuando se obtienen sus partes.
credential-ways-nothing = Nadie la ofrece ahora, que el catálogo sepa.
credential-leads = Lleva a
credential-opens = Empleos que la piden por su nombre
credential-helps = Empleos para los que ayuda
credential-helps-lead = { $count ->
    [one] { $count } empleo pide algo que acredita.
   *[other] { $count } empleos piden algo que acredita. Entre paréntesis: cuánto de ello.
}
credential-affected = ¿A quién afecta que cambie de precio o se retire?
credential-issuer = La otorga
credential-level = Nivel en el marco
credential-credits = Créditos
credential-valid = Vigencia
credential-until = hasta el { $day }
credential-for-life = de por vida
credential-renewed = se renueva con { $by }
credential-quality = Calidad
quality-accredited = acreditada por { $by }
quality-approved = aprobada por { $by }
quality-recognised = reconocida por { $by }
quality-regulated = regulada por { $by }
quality-endorsed = respaldada por { $by }
renewal-fee = una tasa
renewal-exam = un examen
renewal-credits = créditos de formación continua
renewal-credential = otra credencial
status-retired = Ya no se otorga.
status-superseded = Otra ocupó su lugar.
status-planned = Todavía no se otorga.
status-next = En su lugar:
type-micro = microcredencial
type-badge = insignia digital
type-certificate = certificado
type-certification = certificación
type-licence = licencia
type-diploma = diploma
type-degree = título universitario
type-apprenticeship = aprendizaje
type-part = parte de un título mayor
way-by = Proveedor
way-what = Lo que haces
way-price = Precio publicado
way-alone = Sola
way-hours = Esfuerzo
way-starts = Empieza
way-languages = Idiomas
way-as-of = Consultado
way-closed = no abierta
pace-self = cualquier día
pace-exam = un día de examen
pace-cohort = pregunta al proveedor
activity-course = curso
activity-programme = programa
activity-exam = examen
activity-portfolio = reconocimiento de lo que sabes hacer
activity-work = trabajo supervisado
delivery-online = en línea
delivery-person = presencial
delivery-blended = en parte en línea

competency-about = { $name }: lo que significa cada nivel, { $credentials } credenciales que la acreditan y { $roles } empleos que la piden.
competency-framework = Marco
competency-broader = Parte de
competency-levels = Sus niveles
competency-levels-count = { $count } niveles.
competency-attested = Credenciales que la acreditan
competency-asked = Empleos que la piden
competency-level = Nivel
competency-mode = Cómo se demuestra
competency-from = Sola, desde
competency-nobody = Nadie la acredita, que el catálogo sepa: alguien podría.
competency-nobody-asks = Ningún empleo del catálogo la pide por su nombre.
mode-assessed = evaluada
mode-taught = enseñada, no evaluada
mode-attested = atestiguada por alguien
kind-skill = destreza
kind-knowledge = conocimiento
kind-transversal = útil en casi todo empleo
kind-tool = herramienta
kind-task = tarea

organisation-about = { $name }: { $count } fichas en el catálogo y lo completas que son.
organisation-records = Fichas en uso
organisation-awards = Credenciales que otorga
organisation-complete = Lo completas que son sus fichas
organisation-percent = Se dice el { $percent } % de aquello por lo que se elige.
organisation-member = Qué
organisation-stated = Dicho
organisation-fix = Qué hacer
organisation-of = { $by } de { $of }
organisation-whole = nada: todas lo dicen
organisation-open = Fichas que dejan algo abierto
organisation-record = Ficha
organisation-missing = No dicho
organisation-findings = Lo que diría un editor
organisation-sound = Nada: ni faltas ni avisos.
organisation-mend = ¿Son tuyos estos registros? Con la cuenta de este proveedor los envías corregidos: uno con el mismo identificador sustituye al que hay aquí.
organisation-mend-how = Cómo enviarlos
organisation-coverage = Ver qué falta en el mercado
severity-fault = Falta
severity-warning = Aviso
severity-note = Nota
member-price = precio
member-hours = horas
member-starts = fechas de inicio
member-languages = idiomas
member-awards = lo que acredita
member-levels = niveles
member-description = descripción
member-offering = una forma de obtenerla
member-page = página propia
member-source = fuente y fecha
member-issuer = quién la otorga
member-provider = quién la imparte
member-days = duración
member-place = lugar
member-requirements = lo que pide el empleo
member-codes = código de una taxonomía
fix-price = Di el precio: uno desconocido nunca se toma por nada y la oferta queda fuera de los planes más baratos.
fix-hours = Di las horas: sin ellas nadie puede saber cuándo se termina.
fix-starts = Da las fechas de inicio: así los planes pueden decir el día.
fix-languages = Nombra los idiomas: quien pide uno solo ve las ofertas que lo dicen.
fix-awards = Nombra las competencias: una credencial que no acredita nada no abre ningún empleo.
fix-levels = Di el nivel: uno desconocido cuenta como el primero.
fix-description = Descríbela en una o dos frases.
fix-offering = Añade una oferta o retira la credencial.
fix-page = Enlaza la página donde se puede reservar.
fix-source = Di dónde están las cifras y de cuándo son.
fix-issuer = Nombra a quien la otorga.
fix-provider = Nombra a quien la imparte.
fix-days = Di cuántos días dura: así los planes pueden decir cuándo termina.
fix-place = Di dónde tiene lugar.
fix-requirements = Di lo que pide el empleo.
fix-codes = Da su código en una taxonomía, como ESCO u O*NET.
