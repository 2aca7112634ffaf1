# Por qué: las frases de las explicaciones, iguales en páginas, JSON y terminal.

need-rank = { $name } (nivel { $rank }, { $level })
need-at-least = al menos { $count } de { $of }
need-credits = al menos { $count } créditos de { $from }
need-not = no { $what }
need-missing = «{ $name }», que no está en esta edición
need-requirement = requisito { $place }
need-gate = condición { $place }

reason-closes = demuestra { $what }
reason-matched = «{ $narrow }» cuenta para «{ $broad }», que es más amplio
reason-gate = se pide para entrar en el trabajo: { $what }
reason-unlocks = hace falta antes de { $later }
reason-parts = llega por sí sola cuando se tienen sus partes
reason-locked = la pediste
reason-in-plan = se paga con { $plan }
reason-no-other = sin ella no hay camino

differs-dearer = { $price } más cara
differs-cheaper = { $price } más barata
differs-later = { $count ->
    [one] { $count } día después
   *[other] { $count } días después
}
differs-sooner = { $count ->
    [one] { $count } día antes
   *[other] { $count } días antes
}
differs-more = { $count ->
    [one] con { $count } credencial más
   *[other] con { $count } credenciales más
}
differs-fewer = { $count ->
    [one] con { $count } credencial menos
   *[other] con { $count } credenciales menos
}
next-best-way = la siguiente mejor vía
next-found-way = la mejor otra vía encontrada
next-best = la siguiente mejor vía, { $instead },
next-found = la mejor otra vía encontrada, { $instead },
next-same = { $by } cuesta lo mismo y está lista el mismo día; esta va primero por esfuerzo o identificador
next-differs = { $by } es { $how }

price-tuition = precio
price-months = { $count ->
    [one] { $name }, { $count } mes,
   *[other] { $name }, { $count } meses,
}
price-days = { $count ->
    [one] { $name }, { $count } día,
   *[other] { $name }, { $count } días,
}
price-term = un periodo
price-exam = examen
price-materials = materiales
price-award = tasa de expedición
price-line = { $what } { $amount }
price-published = { $said }, publicado como { $amount }
price-between = { $said }, entre { $low } y { $high }

plan-subscription = suscripción
plan-term = periodo
plan-bundle = paquete
plan-membership = membresía
plan-maintenance = cuota anual
plan-for = { $kind } para { $what }
plan-of = { $kind } de { $seller }
paid-in-plan = dentro de { $plan }
paid-as-member = { $line }, el precio para miembros de { $plan }
cash-exam = { $what }: examen
cash-materials = { $what }: materiales y tasas
cash-award = { $what }: tasa de expedición
cash-renewal = { $what }: renovación
cash-upkeep = anual: { $plan }
cash-fund = lo paga { $fund }

proven-best = demostrado: nada es mejor
proven-not-below = lo mejor encontrado: nada puede costar menos de { $price }
proven-not-before = lo más temprano encontrado; nada puede estar listo antes del { $day }
proven-not-fewer = lo mínimo encontrado; nada tiene menos de { $count }
proven-open = lo mejor encontrado; no se descarta algo mejor
proven-unknown = se apoya en cifras que nadie ha publicado: no se puede demostrar que sea lo mejor ni comparar con un presupuesto o una fecha límite

assume-own-word = tu propia palabra sobre { $name }
assume-held = tu propia palabra de que tienes { $name }
assume-level-not-asked = la fuente no indica nivel para { $what }: se toma el primer nivel como suficiente
assume-level-not-said = { $name } no dice su nivel: se toma como suficiente porque lo permitiste
assume-price-unknown = se desconoce el precio de { $name }: el total va sin él
assume-effort-unknown = se desconoce el esfuerzo de { $name }: las fechas van sin él
assume-start-unpublished = { $name } no tiene publicado un comienzo que encaje: pregunta al proveedor por el próximo
assume-entry = { $name } pide para entrar: { $condition }; comprueba que lo cumples
assume-job-entry = el trabajo pide: { $condition }; comprueba que lo cumples
assume-attempts = { $count ->
    [one] { $name } se planifica como aprobado al primer intento, como el { $share } % de las personas
   *[other] { $name } se planifica como aprobado en { $count } intentos, como el { $share } % de las personas
}
assume-runs-out = la prueba { $place } caduca el { $day }, antes del final: renuévala o el plan cuenta con ella solo hasta entonces
assume-ruled-out = { $name } exige no tener algo que este camino obtiene antes: pregunta al proveedor antes de inscribirte
assume-old-price = un precio de { $name } se vio por última vez el { $day }: compruébalo antes de pagar
assume-ends = { $name } se ha retirado
assume-ends-until = { $name } se ha retirado y solo se otorga hasta el { $day }
assume-successor = { $said }; lo sustituye { $next }
assume-no-successor = { $said }; no se sabe qué lo sigue
assume-fund = { $name } paga: dices que cumples sus condiciones

hinder-nobody = ninguna credencial de este catálogo acredita { $what }
hinder-highest = { $said }; el máximo es el nivel { $rank }
hinder-unknown-level = { $said }; algunas la acreditan sin decir el nivel
hinder-not-offered = hay credenciales que acreditan { $what }, pero nadie las ofrece
hinder-unusable = hay credenciales que acreditan { $what }, pero sus ofertas están { $why }
hinder-unreachable = { $what } se acredita con { $names }, pero no se puede llegar a lo que piden antes
hinder-experience = { $name } pide { $asked }, y no lo has indicado
hinder-out-of-reach = { $name } no se puede obtener desde aquí
hinder-missing = «{ $name }» no está en esta edición
hinder-excluded = algo que tienes lo excluye

limit-budget = tu presupuesto de { $most }
limit-monthly = { $most } al mes
limit-yearly = { $most } al año
limit-deadline = tu fecha límite, el { $day }
limit-calendar = las horas que tienes
conflict-one = ningún camino respeta { $limits }
conflict-many = cada uno se puede respetar, pero no juntos: { $limits }
conflict-open = no se encontró ningún camino que respete { $limits }; no está demostrado que no lo haya

why-not-held = ya tienes { $name }
why-not-in-answer = { $name } está en el camino más barato
why-not-nobody = nadie ofrece { $name }
why-not-unusable = las ofertas de { $name } están { $why }
why-not-out-of-reach = no se puede llegar a lo que { $name } pide antes, o se desconoce su precio o esfuerzo
why-not-breaks = con { $name }, { $limits }
why-not-stopped = se acabó el tiempo antes de poder decir cuánto costaría { $name }
why-not-costs = con { $name } el camino más barato cuesta { $money } y el más rápido está listo { $days }
why-not-dominated = para esta meta { $by } no es peor en nada; { $said }
why-not-instead = { $said }; no haría falta { $names }
why-not-unproven = { $said } (según lo mejor encontrado; no demostrado)
forced-same-price = lo mismo
forced-more = { $price } más
forced-less = { $price } menos
forced-no-later = el mismo día

policy-budget = como máximo { $most } en total
policy-monthly = como máximo { $most } al mes
policy-yearly = como máximo { $most } al año
policy-deadline = antes del { $day }
policy-accredited = solo acreditadas
policy-languages = solo tus idiomas
policy-delivery = solo tus formas y horarios de estudio
policy-region = solo tu región
policy-exclusions = sin lo que excluiste
policy-other = en lugar de: { $what }
policy-lock = con { $name }

relax-leave-out = dejar { $names } para más adelante
relax-leave-out-many = dejar { $count } requisitos para más adelante, como { $names }
relax-unverified = aceptar pruebas que nadie ha verificado
relax-own-word = aceptar tu palabra donde se pide una evaluación
relax-unknown-levels = contar credenciales que no dicen su nivel
relax-language = estudiar en cualquier idioma
relax-delivery = estudiar de cualquier forma y a cualquier hora
relax-region = usar ofertas de otras regiones
relax-access = preguntar a los proveedores si pueden atender tus necesidades de acceso
relax-accredited = usar credenciales que ningún organismo de calidad avala
relax-exclusions = renunciar a lo que excluiste
relax-money = gastar { $price } más
relax-days = permitir { $count } días más
relax-weekly = estudiar { $effort } más por semana
relax-monthly = gastar { $price } más en un mes
relax-yearly = gastar { $price } más en un año
relax-no-monthly = gastar lo que haga falta en un mes
relax-no-yearly = gastar lo que haga falta en un año
relax-at-once = { $count ->
    [one] tener un paso más abierto a la vez
   *[other] tener { $count } pasos más abiertos a la vez
}
relax-experience = cuando tengas { $asked }

unusable-not-offered = fuera de oferta
unusable-language = en un idioma en el que no estudias
unusable-delivery = en una forma que no puedes usar
unusable-timing = en horarios que no puedes usar
unusable-region = cerradas donde estás
unusable-accessibility = sin una ayuda de accesibilidad que necesitas
unusable-bandwidth = pensadas para una conexión mejor
unusable-excluded = excluidas por ti
unusable-accredited = sin acreditación
unusable-heavy = con más horas por semana de las que tienes

entry-age = tener al menos { $count } años
entry-years = { $count ->
    [one] { $count } año de experiencia laboral
   *[other] { $count } años de experiencia laboral
}
entry-months = { $count } meses de experiencia laboral
entry-area = { $said } en { $area }
entry-residence = residencia en { $place }
entry-education = formación: { $what }

calendar-study = Estudiar: { $name }
calendar-exam = Examen: { $name }
calendar-issued = Se emite: { $name }
calendar-pay = Pagar { $amount }: { $what }
calendar-receive = Recibir { $amount }: { $what }
calendar-about = { $how }. Se emite el { $day }. { $effort } de trabajo.
calendar-about-short = { $how }. Se emite el { $day }.
