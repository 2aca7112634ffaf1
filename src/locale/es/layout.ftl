# Palabras que enmarcan cada página, cifras y páginas para lo que sale mal.

product = pathstack
skip = Saltar al contenido
menu = Menú
menu-plan = Planificar mi camino
language = Idioma
footer-promise = Sin cuenta no se guarda nada: tu pregunta está en la dirección de la página y solo ahí.
footer-paid = Nadie puede pagar por aparecer antes. Cada respuesta dice qué se minimizó y qué está demostrado.
footer-source = Cifras de { $title }{ $number ->
    [0] {""}
   *[other] , edición { $number }
  }. Comprueba los precios antes de pagar.
footer-api = Para programas: API

minutes = { $count ->
    [one] { $count } minuto
   *[other] { $count } minutos
}
hours = { $shown } h
days = { $count ->
    [0] nada de tiempo
    [one] { $count } día
   *[other] { $count } días
}
weeks = { $count ->
    [one] { $count } semana
   *[other] { $count } semanas
}
months = { $count ->
    [one] { $count } mes
   *[other] { $count } meses
}
list-and = { $first } y { $last }
list-or = { $first } o { $last }
list-more = { $first } y { $count } más
free = gratis
unknown = desconocido

trouble-title-not-found = Aquí no hay nada
trouble-title-busy = Demasiadas preguntas a la vez
trouble-title-request = Esto no se pudo entender
trouble-title-internal = Algo falló de nuestro lado
trouble-not-found = Puede que la página se haya movido o que la dirección tenga un error.
trouble-busy = Vuelve a intentarlo en { $seconds ->
    [one] un segundo
   *[other] { $seconds } segundos
  }: no se pierde nada de lo que escribiste, está en la dirección de esta página.
trouble-internal = No es culpa tuya. Inténtalo de nuevo; si sigue igual, dile este número a quien lleva el servicio.
trouble-again = Intentar de nuevo
trouble-return = Volver donde estabas
trouble-title-changed = Cambió mientras tanto
trouble-changed = Alguien cambió esto después de hacerse tu página, quizá tú en otra ventana. Vuelve, míralo como está ahora y prueba otra vez.
trouble-title-later = Ahora mismo no es posible
trouble-title-sign-in = Entra, por favor
trouble-title-forbidden = Esto no es para tu cuenta
trouble-title-conflict = Eso no encaja
trouble-browse = Explorar el catálogo
trouble-start = Empezar por un trabajo
trouble-back = Volver a tu pregunta
trouble-number = Número de esta petición: { $id }
