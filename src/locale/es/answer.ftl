# La respuesta: los caminos hasta un trabajo, o por qué no hay ninguno.

plan-title = Caminos hasta el trabajo: { $role }
plan-heading = Tus caminos: { $role }
plan-asks = { $count ->
    [0] El catálogo no tiene ningún requisito esencial de este trabajo.
    [one] Este trabajo pide { $count } requisito esencial{ $met ->
        [0] .
       *[other] , y lo cumples.
    }
   *[other] Este trabajo pide { $count } requisitos esenciales{ $met ->
        [0] .
       *[other] ; cumples { $met }.
    }
}
plan-gates = { $count ->
    [one] Hay una condición para entrar.
   *[other] Hay { $count } condiciones para entrar.
}
plan-hours = { $hours } por semana desde el { $start }
plan-budget = como máximo { $most }
plan-monthly = como máximo { $most } al mes
plan-by = antes del { $day }
plan-role = Qué pide el trabajo
plan-change = Cambiar lo que dijiste
plan-stopped = Se acabó el tiempo antes de encontrar o descartar un primer camino. Inténtalo de nuevo o cuenta más de lo que sabes hacer.
plan-met = No falta nada: puedes demostrar todo lo que se exige.
plan-met-next = Preséntate y lleva contigo lo que lo demuestra.
plan-unsaid = Nadie ha publicado qué hay que cumplir para este trabajo, así que no se puede prometer nada.
plan-unsaid-next = Mira en los anuncios qué piden, empieza por lo que ayuda de la lista de abajo, o elige un trabajo cercano.
plan-desirable = Bienvenido, pero no exigido

aim-cheapest = El más barato
aim-fastest = El más rápido
aim-fewest = Menos credenciales
aim-balanced = El mejor según lo que vale una semana para ti
aim-all = El mejor en todo
aim-between = Intermedio
aim-place = Camino { $place }

card-at-least = { $price } y lo que se desconoce
card-ready = listo el { $day }, en { $span }
card-counts = { $count ->
    [one] { $count } credencial
   *[other] { $count } credenciales
  }, { $effort }
card-list-price = { $price } a precio de lista
card-upkeep = después { $price } al año para mantenerlo vigente
card-p80 = 4 de cada 5 personas: antes del { $day }, por { $price }

proof-optimal = Demostrado: nada es mejor
proof-not-below = Lo mejor encontrado: nada puede costar menos de { $price }
proof-not-before = Lo más temprano encontrado: nada puede estar listo antes del { $day }
proof-not-fewer = Lo mínimo encontrado: nada tiene menos de { $count }
proof-open = Lo mejor encontrado: no se descarta algo mejor
proof-unknown = Se apoya en cifras que nadie ha publicado, así que no se puede demostrar que sea lo mejor
front-one = No hay que elegir: es el mejor en todo.
front-alone = Entre dinero y tiempo no hay que elegir: un camino es el mejor en ambos.
front-whole = { $count ->
    [2] Se conocen las dos alternativas.
   *[other] Se conocen las { $count } alternativas.
}
front-part = Se conocen { $count } alternativas; puede haber más.

trade-off-heading = Dinero frente a tiempo
trade-off-lead = Cada punto de la línea es un camino que ningún otro supera a la vez en precio y fecha. Elige uno para verlo.
trade-off-beside = Un anillo de trazos fuera de ella queda superado en ambos, y es el mejor en otra cosa.
point-beside = { $point }; otros lo superan en precio y fecha
beside-line = fuera de la línea
trade-off-picture = Caminos por fecha, de izquierda a derecha, y por precio, hacia arriba
point = { $price }, listo el { $day }, { $count ->
    [one] { $count } credencial
   *[other] { $count } credenciales
}
as-table = Lo mismo en una tabla
column-way = Camino
column-price = Precio
column-ready = Listo
column-effort = Esfuerzo
column-credentials = Credenciales
column-month = Mes
column-hours = Horas por semana, máximo
column-money = Dinero
column-sum = En total
column-day = Día
column-what = Qué
column-then-price = Entonces cuesta
column-then-ready = Entonces listo

way-heading = { $name }, paso a paso
timeline-picture = { $count } pasos del { $from } al { $to }; la lista de abajo tiene sus fechas
timeline-key = Oscuro: trabajo o examen. Claro: espera. Anillo: se expide la credencial.
steps-heading = Pasos
months-heading = Horas y dinero, mes a mes
hours-unit = h
hours-picture = Horas por semana, como máximo
cash-picture = Dinero que sale cada mes
months-table = Mes a mes en una tabla
ledger-table = Cada pago con su día

map-heading = Cómo encaja todo
map-picture = Mapa de lo que tienes, lo que cada paso añade y abre, y lo que pide el trabajo: { $role }
map-have = Lo que tienes
map-earn = Lo que obtienes
map-asks = Lo que pide el trabajo
map-nothing = Aún no has dicho nada que cuente
map-met = { $count ->
    [one] { $count } requisito cumplido
   *[other] { $count } requisitos cumplidos
}
map-more = y { $count } más
map-by = Lo cumple
map-you = lo que tienes
map-open = nada todavía
map-unlocks = Abre

step-dates = del { $from } al { $to }
step-effort-unknown = horas desconocidas
step-range = { $figure } (de { $least } a { $most })
step-weekly = { $effort } por semana
step-price-unknown = precio desconocido
step-in-plan = dentro de { $plan }
step-beside-plan = { $price } además de { $plan }
step-slack = puede esperar { $count ->
    [one] { $count } día
   *[other] { $count } días
}
step-parts = se otorga por sus partes el { $day }
step-funded = { $fund } paga { $price }
step-expected = coste esperado de examen con todos los intentos { $price }
step-lock = Mantener este
step-unlock = Ya no hace falta mantenerlo
step-without = Prescindir de él
step-held = Ya lo tengo
step-provider = Ir al proveedor
step-source = De dónde salen las cifras
bought = Suscripciones y paquetes de este camino:
bought-one = { $plan }: { $price } en total{ $count ->
    [one] , en un pago
   *[other] , en { $count } pagos
}
why = Por qué
why-closes = Demuestra
why-gates = Abre
why-unlocks = Hace falta antes de

check-heading = Para comprobar
check-none = En este camino nada es desconocido ni antiguo.
check-old = { $count ->
    [one] Un precio se vio por última vez hace mucho
   *[other] { $count } precios se vieron por última vez hace mucho
}
check-cheaper = { $count ->
    [one] Un curso puede ser más barato, pero nadie ha publicado su precio
   *[other] { $count } cursos pueden ser más baratos, pero nadie ha publicado sus precios
}
check-date = Precios del { $day }.
check-dates = Precios del { $first } al { $last }.

what-if-heading = ¿Y si…
what-if-hours = tuviera { $hours } horas por semana
what-if-no-budget = pudiera gastar lo que haga falta
what-if-no-deadline = tuviera todo el tiempo necesario
what-if-at-once = hiciera { $count } cursos a la vez
what-if = … { $change }?
what-if-budget = pudiera gastar { $most }
what-if-button = Comparar
what-if-impasse = Entonces no hay camino.
what-if-stopped = Se acabó el tiempo antes de poder decirlo. Pregúntalo por separado.
what-if-take = Seguir con este cambio
same-price = el mismo precio
price-more = { $price } más
price-less = { $price } menos
same-day = el mismo día
days-later = { $count ->
    [one] { $count } día después
   *[other] { $count } días después
}
days-sooner = { $count ->
    [one] { $count } día antes
   *[other] { $count } días antes
}
diff-kept = Se queda
diff-moved = Se mueve
diff-dropped = Desaparece
diff-added = Es nuevo

why-not-heading = ¿Por qué no esta?
why-not-label = Una credencial de la que has oído hablar
why-not-button = Preguntar
why-not-offered = O una de estas, que toman otros caminos:
why-not-take = Planificar con ella

near-asks = { $count ->
    [one] { $count } requisito imprescindible
   *[other] { $count } requisitos imprescindibles
  }, { $met } cumplidos hoy
paper-title = Tu camino hasta { $role }: { $name }
paper-lacks = Algunos nombres están escritos en letras que este PDF no puede dibujar; en su lugar pone […]. La página de la que se hizo las muestra, y se puede imprimir.
paper-when = Cuándo
paper-later = Si se alarga

near-heading = Trabajos cercanos
near-lead = Lo que haría falta desde aquí para cada uno, con los mismos límites que tu pregunta.
near-title = Trabajos cercanos a lo que sabes hacer
near-ask = ¿Qué haría falta desde aquí para cada uno?
near-none = Ningún trabajo está cerca de lo que dijiste. Di más de lo que sabes hacer o elige otro trabajo.
near-ready = Ya puedes hacerlo hoy.
near-both = El más barato y el más rápido: { $price }, listo el { $day }, en { $span }
near-cheapest = El más barato: { $price }, listo el { $day }, en { $span }
near-fastest = El más rápido: listo el { $day }, en { $span }, por { $price }
near-unproven = Lo mejor hallado en el tiempo que hubo; elígelo para calcularlo del todo.
near-no-way = No hay camino dentro de tus límites; elígelo para ver qué ayudaría.
near-open = No se pudo calcular en el tiempo que hubo; elígelo para ver sus caminos.
keep-heading = Guárdalo
keep-address = Toda tu pregunta está en la dirección de esta página: guárdala como marcador o envíala a alguien, y volverá la misma página.
keep-link = Dirección de esta página
keep-paper = Plan de acción en PDF
keep-calendar = Fechas para tu calendario
keep-print-button = Imprimir
keep-print = En papel se omiten los menús y formularios. El PDF es un documento propio, para guardar o enviar.
receipt-heading = En qué se apoya esta respuesta
receipt-edition = Edición
receipt-question = Pregunta (SHA-256)
receipt-objective = Se minimiza, en este orden
receipt-code = Código
receipt-work = Trabajo
receipt-short = cortado por el límite de tiempo; si preguntas de nuevo puede mejorar
receipt-done = terminado; si preguntas de nuevo será igual

impasse-limits = Hay caminos hasta este trabajo, pero ninguno dentro de tus límites.
impasse-open = No se encontró a tiempo ningún camino dentro de tus límites.
impasse-untaught = Aún no hay camino: se pide algo que nadie en este catálogo enseña.
impasse-unreachable = Aún no hay camino: se pide algo a lo que no se puede llegar desde aquí.
impasse-kind = No es cosa tuya. Abajo está lo que lo impide y lo que lo abriría.
impasse-fails = Lo que lo impide
impasse-nobody = Ninguna credencial de este catálogo acredita: { $names }
impasse-out = Salidas, primero la más barata
impasse-no-way = Renunciar a un solo deseo no abre ningún camino.
impasse-then = entonces { $price }, listo el { $day }
impasse-as-if = Muestra los caminos de quien ya puede demostrarlo.
impasse-under = Hasta dónde puedes llegar dentro de tus límites
impasse-under-says = { $price }, lista el { $day }: un { $percent } % de lo que pide el trabajo, según su importancia.
what-if-wrong = Ese cambio no se pudo entender. Escribe números, como 12 horas o 500.
why-not-which = ¿Cuál es «{ $words }»?
impasse-free = Ver los caminos sin límites de dinero ni de tiempo
plan-with = Con
plan-without = Sin
plan-held = Ya tienes
plan-undo = deshacer
plan-undo-named = deshacer { $name }
prices-ask = ¿Cuánto cuesta cada uno de mis límites y deseos?
prices-none = No pusiste ningún límite ni deseo que pueda costar algo.
prices-heading = Lo que cuestan tus límites y deseos
prices-open = (lo mejor encontrado, no demostrado)
column-wish = Límite o deseo
column-adds-money = El más barato cuesta
column-adds-days = El más rápido está listo
