from django.urls import path

from yinuo.consultations.views import doctor, media
from yinuo.promise.gate.web import door

app_name = "consultations"
attends = door("consultations", roles={"doctor"})
takes_part = door("consultations", roles={"doctor", "patient"})
asks = door("consultations", roles={"patient"})

urlpatterns = [
    path("doctor/", attends(doctor.inbox), name="inbox"),
    path("doctor/inbox-rows/", attends(doctor.inbox_rows), name="inbox_rows"),
    path("doctor/patients/", attends(doctor.patients), name="patients"),
    path("doctor/consultations/<uuid:consultation_id>/", attends(doctor.attend), name="attend"),
    path("doctor/consultations/<uuid:consultation_id>/accept/", attends(doctor.accept), name="accept"),
    path("doctor/consultations/<uuid:consultation_id>/decline/", attends(doctor.decline), name="decline"),
    path("doctor/consultations/<uuid:consultation_id>/revisit/", attends(doctor.mark_revisit), name="mark_revisit"),
    path("doctor/consultations/<uuid:consultation_id>/close/", attends(doctor.close), name="close"),
    path("consultations/<uuid:consultation_id>/media/", takes_part(media.upload), name="upload"),
    path("consultations/<uuid:consultation_id>/media/<uuid:media_id>/", takes_part(media.show), name="media"),
    path(
        "consultations/<uuid:consultation_id>/media/<uuid:media_id>/thumbnail/",
        takes_part(media.thumbnail),
        name="thumbnail",
    ),
    path("consultations/documents/<uuid:media_id>/", asks(media.document), name="document"),
]
