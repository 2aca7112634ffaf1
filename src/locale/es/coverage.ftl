# Lo que falta y lo que ayudaría: páginas para proveedores y empleadores.

coverage-title = Para proveedores y empleadores
coverage-about = Lo que falta, lo que valdría una credencial nueva y dónde un empleo pide demasiado: contado sobre todos los empleos del catálogo.
coverage-for-providers = Para quienes hacen credenciales
coverage-for-employers = Para empleadores y agencias
coverage-own = Tus propias fichas
coverage-own-about = Mira lo completas que son y qué corregir:
coverage-method = Según precios de lista y horas de esfuerzo, sin fechas. Los precios y horas desconocidos nunca se toman por nada. «Demostrado» significa que en este catálogo no existe una vía más barata; «abierto», que la búsqueda se detuvo antes de poder mostrarlo.
coverage-ask = Contar
coverage-answer = Respuesta
coverage-slip = Una cosa no está clara todavía
coverage-from-nothing = Contado para quien todavía no puede demostrar nada. Escribe arriba lo que puede demostrar para contar su caso.
coverage-proven = Todo lo de aquí está demostrado.
coverage-open = Algunas cifras quedaron abiertas: mira la columna «Prueba».
coverage-nothing = Nada que listar.
coverage-more = La terminal y la API dan todas las filas: pathstack coverage --csv.
coverage-table-whole = Todos, los más importantes primero
coverage-table = Los { $shown } más importantes de { $total }
coverage-picture = { $what }, primero lo más alto
coverage-demand-title = Cuántos la elegirían a cada precio.
coverage-demand = { $count } al más bajo.
coverage-demand-at = A { $price }, { $count } de los { $all } que la tomarían gratis.
report-proven = demostrado
report-open = abierto

coverage-shortages-title = Lo que falta
coverage-shortages-about = Lo que piden los empleos y nadie otorga, solo ofrece un proveedor o cuesta mucho más de lo habitual.
coverage-worth-title = Lo que valdría una credencial nueva
coverage-worth-about = Esboza una credencial: qué empleos abre, a quién ahorra dinero o tiempo y desde qué precio ya nadie la elige.
coverage-best-next-title = Qué credencial crear después
coverage-best-next-about = De todo lo que podría crearse a un precio: lo que abre más empleos o ahorra más.
coverage-bottlenecks-title = Pasos que nadie puede evitar
coverage-bottlenecks-about = Credenciales por las que pasan casi todas las vías más baratas, y lo que cuesta rodearlas.
coverage-dominated-title = Ofertas que nadie debería tomar
coverage-dominated-about = Ofertas que cuestan lo mismo o más, duran lo mismo o más y no acreditan más que otra.
coverage-affected-title = A quién afecta un cambio
coverage-affected-about = Lo que pasa a quienes estudian cuando una credencial cambia de precio o se retira.
coverage-role-check-title = ¿Pide demasiado un empleo?
coverage-role-check-about = Lo que un empleo pide dos veces, lo que no se puede enseñar y lo que cuesta cada requisito.
coverage-open-doors-title = Qué credenciales abren más empleos
coverage-open-doors-about = Con cierto dinero y tiempo: qué ofrecer a un grupo para que pueda optar a más empleos.
coverage-near-title = Empleos según su cercanía
coverage-near-about = Lo que le cuesta a un grupo llegar a cada empleo, primero el más cercano.

field-optional = (opcional)
field-role = Empleo
field-role-hint = con tus palabras
field-credential = Credencial
field-credential-hint = por nombre o código
field-name = Nombre del esbozo
field-name-hint = como figuraría en la lista
field-awards = Lo que acredita
field-awards-hint = competencias con su nivel, separadas por comas: SQL 2, hojas de cálculo 3
field-price = Precio
field-price-hint = en { $currency }
field-price-affected-hint = el nuevo; déjalo vacío si se retira
field-effort = Horas de esfuerzo
field-effort-hint = con la preparación
field-budget = Dinero como máximo
field-budget-hint = en { $currency }
field-weeks = Semanas como máximo
field-weeks-hint = de estudio
field-credentials = Credenciales nuevas como máximo
field-credentials-hint = un número
field-dear = Caro es por encima de
field-dear-hint = en { $currency }; cuatro veces la mediana si queda vacío
field-desirable = Contar también lo que solo ayuda
field-desirable-hint = no solo lo esencial
field-holds = Lo que ya pueden demostrar
field-holds-hint = competencias con su nivel, separadas por comas
field-hours = Horas por semana
field-hours-hint = de estudio; 10 si queda vacío

report-column-a-credential-that-awards = Una credencial que otorga
report-column-alone = Sola
report-column-asked = Pedido
report-column-cannot-avoid = No pueden evitarla
report-column-cheapest = Lo más barato
report-column-chosen-below = Elegida por debajo de
report-column-cost-of-avoiding = Coste de evitarla
report-column-credential = Credencial
report-column-credentials = Credenciales
report-column-dearer-by = Más cara en
report-column-dominated-by = Una mejor
report-column-effect = Efecto
report-column-effort = Esfuerzo
report-column-effort-saved = Esfuerzo ahorrado
report-column-essential-in = Esencial en
report-column-faster-by = Más rápida en
report-column-fastest = Lo más rápido
report-column-fastest-before = Lo más rápido ahora
report-column-fastest-with-it = Lo más rápido con ella
report-column-finding = Hallazgo
report-column-for-example = Por ejemplo
report-column-id = Id
report-column-importance = Importancia
report-column-its-effort = Su esfuerzo
report-column-its-money = Su precio
report-column-its-offering = Su oferta
report-column-longer-by = Más larga en
report-column-met = Cumplido
report-column-money = Dinero
report-column-name = Nombre
report-column-now = Ahora
report-column-offering = Oferta
report-column-opens = Empleos abiertos
report-column-person = Persona
report-column-proof = Prueba
report-column-requirement = Requisito
report-column-role = Empleo
report-column-role-without-it = El empleo sin él
report-column-roles = Empleos
report-column-saved-if-dropped = Ahorro sin él
report-column-saves-the-others = Ahorra a los demás
report-column-take-it = La toman
report-column-takes-the-seat = Ocupa el puesto
report-column-then = Entonces
report-column-wanted = Personas buscadas
report-column-what = Qué
report-column-who = Quién
report-column-why-scarce = Por qué escasea
report-column-with-it = Con ella

coverage-hours-minutes = { $hours } h { $minutes } min
coverage-scarcity-part = Cuántos de los { $count } requisitos escasos más importantes lo son por cada motivo; uno puede serlo por varios
coverage-scarcity = Cuántos requisitos escasean y por qué; uno puede escasear por varias razones
scarce-nobody = Nadie lo otorga a ese nivel
scarce-not-offered = Se otorga, pero no se ofrece
scarce-unpriced = Solo a precio u horas desconocidos
scarce-blocked = Lo que debe ir antes no se puede obtener
scarce-one-provider = Un solo proveedor
scarce-one-place = Un solo idioma o región
scarce-dear = Caro

# Lo que dicen los informes; la terminal y la API dicen lo mismo.
count-pairs = { $groups ->
    [0] { $count ->
        [one] { $count } trabajo
       *[other] { $count } trabajos
    }
    [1] { $count ->
        [one] { $count } trabajo
       *[other] { $count } trabajos
    }
   *[other] { $count ->
        [one] { $count } pareja de trabajo y grupo
       *[other] { $count } parejas de trabajo y grupo
    }
}
report-parts = { $id } por sus partes
report-nobody = nadie la acredita
report-nobody-unstated = nadie la acredita a este nivel; { $count ->
    [one] { $count } credencial es
   *[other] { $count } credenciales son
  } de nivel desconocido
report-nobody-above = nadie la acredita a este nivel, solo hasta { $rank }
report-not-offered = se acredita, pero no se ofrece
report-unpriced = solo se ofrece con precio u horas desconocidos
report-blocked = lo que debe ir antes no se puede conseguir
report-only-by = solo de { $name }
report-only-in = solo en { $name }
report-only-region = solo en la región { $name }
report-dear = cara
report-wanted = { $figures } de { $count ->
    [one] { $count } trabajo
   *[other] { $count } trabajos
  } dicen cuántas personas se buscan: los demás cuentan como desconocidos, no como cero.
report-scarce = { $scarce } de { $count ->
    [one] { $count } requisito distinto
   *[other] { $count } requisitos distintos
  } escasean; { $none } de ellos no se pueden conseguir a un precio conocido.
report-dear-above = Es caro lo que pasa de { $price }, desde cero y con todo lo que debe ir antes, a precios de lista.
report-scarce-open = Se detuvo la búsqueda del menor precio de { $count ->
    [one] { $count } requisito
   *[other] { $count } requisitos
  }: la mediana cuenta sin ellos.
report-reached = { $group }: { $reached } de { $count ->
    [one] { $count } trabajo
   *[other] { $count } trabajos
  } al alcance.
report-near-proven = A precios de lista y por horas de estudio, demostrado.
report-near-open = A precios de lista y por horas de estudio; { $count ->
    [one] quedó abierta { $count } búsqueda
   *[other] quedaron abiertas { $count } búsquedas
  }, así que puede faltar un trabajo más cercano.
report-check = { $role }: como mínimo { $price }, para «{ $group }».
report-check-never = { $role }: fuera de alcance a precios conocidos para «{ $group }».
report-said-by = sobra: «{ $name }» ya lo dice
report-follows = aquí sobra: quien cumple lo demás también lo cumple
report-unteachable = no se puede aprender: nada de precio conocido lleva a ello
report-reached-without = sin él se llega al trabajo
report-dominated = { $count ->
    [one] { $count } oferta queda superada
   *[other] { $count } ofertas quedan superadas
  }: otra da todo lo que alguien le pide, no exige más antes, está abierta a las mismas personas y no es ni más cara ni más larga.
report-dominated-unjudged = No se juzgan las ofertas de precio u horas desconocidos ni las que cubre un paquete o una suscripción.
report-bottlenecks = De { $pairs }, { $reached } al alcance a precios conocidos.
report-bottlenecks-open = { $count } quedaron abiertos del todo: sus pasos no se cuentan.
report-doors = { $count ->
    [one] Se abre { $count } trabajo
   *[other] Se abren { $count } trabajos
  } con { $price }, { $effort } de estudio y { $credentials ->
    [one] { $credentials } credencial
   *[other] { $credentials } credenciales
  }; { $bound }.
report-doors-most = está demostrado que no hay más
report-doors-bound = ninguna elección abre más de { $count }
report-doors-already = { $already } ya abiertos; { $single } al alcance cada uno por separado.
report-doors-weighed = Se sopesaron entre sí los { $count } más cercanos de estos.
report-team = Se pueden cubrir { $taken } de { $count ->
    [one] { $count } puesto
   *[other] { $count } puestos
  }, por { $total } en total: { $proof }.
report-team-least = ninguna otra forma de cubrir tantos cuesta menos
report-team-best = lo mejor que se encontró
report-next = { $count ->
    [one] { $count } borrador juzgado
   *[other] { $count } borradores juzgados
  }, de hasta { $awards ->
    [one] { $awards } competencia
   *[other] { $awards } competencias
  } de { $all ->
    [one] la única que puede importar
   *[other] las { $all } que pueden importar
  }: { $proof }.
report-next-proven = ningún otro borrador abre más, ni tantos y ahorra más
report-next-best = lo mejor que se encontró
report-next-most = Ningún borrador de este tamaño y precio, acredite lo que acredite, abre más de { $opens }.
report-next-most-saves = Ningún borrador de este tamaño y precio, acredite lo que acredite, abre más de { $opens } ni ahorra más de { $price }.
report-next-counts = Se cuentan trabajos por personas que hoy no los alcanzan. Un borrador no exige nada antes, lo que solo podría restarle valor; las horas no se pesan.
report-at-level = a nivel { $rank }
report-worth = De { $pairs }, abre { $opens }, abarata { $cheaper } y acelera { $faster } a su precio.
report-worth-always = Para algunos no hay otro camino: la eligen a cualquier precio.
report-worth-below = Nadie la elige por { $price } o más.
report-worth-never = El camino más barato de nadie pasa por ella, ni gratis.
report-worth-unknown = Quedó abierto a partir de qué precio nadie la elige.
report-worth-dominated = Desde { $price } la supera «{ $name }».
report-retires = { $name } se retira: { $count } de { $pairs } afectados, { $shut } de ellos sin camino.
report-costs = { $name } cuesta { $price }: { $count } de { $pairs } afectados, { $shut } de ellos sin camino.
report-some-open = Algunas búsquedas se detuvieron antes de acabar: en las filas marcadas como abiertas las cifras son las mejores encontradas, o faltan.
report-earn = conseguir
report-opens = abre
report-cheaper = más barato
report-faster = más rápido
report-dearer = más caro
report-longer = más largo
report-shorter = más corto
report-shut-out = sin camino
report-none = nada a su precio
report-yes = sí
group-nothing = quien empieza de cero
group-these = quien puede demostrar esto
