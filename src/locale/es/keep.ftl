# Guardar un plan en una cuenta, y enlaces a él.

save-title = Guardar este plan
save-lead = Se guarda con su respuesta tal como es ahora: marca sus pasos y actualízalo cuando cambien precios o fechas.
save-name = Cómo lo llamas
save-button = Guardar
save-ask = Guardarlo con una cuenta
link-title = Un enlace a tu plan
link-lead = Quien tenga esta dirección ve el plan, y nada de quién eres ni de lo que sabes hacer. Funciona hasta el { $day }. Se muestra solo esta vez.
link-back = Volver al plan
link-button = Crear un enlace para enseñarlo a alguien
shared-lead = Un plan que alguien ha compartido contigo. No dice nada de quién es.
save-for-ask = Proponerlo a la persona
