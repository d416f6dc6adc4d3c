from django.urls import path

from yinuo.patients.views import asking, own
from yinuo.promise.gate.web import door

app_name = "patients"
everybody = door("consultations")
patient = door("consultations", roles={"patient"})

urlpatterns = [
    path("d/<uuid:doctor>/", everybody(own.doctor_page), name="doctor"),
    path("patient/", patient(own.mine), name="mine"),
    path("patient/doctors/", patient(own.doctors), name="doctors"),
    path("patient/ask/<uuid:doctor>/", patient(asking.ask), name="ask"),
    path("patient/ask/<uuid:doctor>/sign/", patient(asking.sign), name="sign"),
    path("patient/ask/<uuid:doctor>/consent/", patient(asking.consent), name="consent"),
    path("patient/ask/<uuid:doctor>/submit/", patient(asking.submit), name="submit"),
    path("patient/consultations/<uuid:consultation_id>/", patient(own.consultation), name="consultation"),
    path("patient/consultations/<uuid:consultation_id>/state/", patient(own.state), name="state"),
    path("patient/consultations/<uuid:consultation_id>/withdraw/", patient(own.withdraw), name="withdraw"),
]
