from django.urls import path

from yinuo.followups.tasks import SEND
from yinuo.followups.views import doctor, invitations, media, patient, templates
from yinuo.promise.bindings import bind_door
from yinuo.promise.gate.web import door

app_name = "followups"
attends = door("followups", roles={"doctor"})
answers = door("followups", roles={"patient"})
takes_part = door("followups", roles={"doctor", "patient"})
everybody = door("followups")

urlpatterns = [
    path("doctor/followups/", attends(doctor.patients), name="list"),
    path("doctor/followups/after/<uuid:consultation_id>/", attends(doctor.choose), name="choose"),
    path("doctor/followups/for/<uuid:tie_id>/", attends(doctor.choose_for), name="choose_for"),
    path("doctor/followups/templates/", attends(templates.own), name="templates"),
    path("doctor/followups/templates/<slug:key>/", attends(templates.edit), name="edit"),
    path("doctor/followups/templates/<slug:key>/reset/", attends(templates.reset), name="reset"),
    path("doctor/followups/invitations/", attends(invitations.invitations), name="invitations"),
    path("doctor/followups/invitations/send/", attends(invitations.send), name="invite"),
    path("doctor/followups/invitations/<uuid:invitation_id>/withdraw/", attends(invitations.withdraw), name="uninvite"),
    path("doctor/followups/invitations/<uuid:invitation_id>/again/", attends(invitations.again), name="invite_again"),
    path("doctor/followups/hand-over/<uuid:hand_over_id>/back/", attends(doctor.take_back), name="take_back"),
    path("doctor/followups/<uuid:plan_id>/", attends(doctor.plan), name="plan"),
    path("doctor/followups/<uuid:plan_id>/write/", attends(doctor.write), name="write"),
    path("doctor/followups/<uuid:plan_id>/end/", attends(doctor.end), name="end"),
    path("doctor/followups/<uuid:plan_id>/<uuid:task_id>/done/", attends(doctor.finish), name="finish"),
    path("doctor/followups/<uuid:plan_id>/<uuid:task_id>/hand-over/", attends(doctor.hand_over), name="hand_over"),
    path("patient/followups/", answers(patient.mine), name="mine"),
    path("patient/followups/hand-over/<uuid:hand_over_id>/", answers(patient.agree), name="agree"),
    path("patient/followups/<uuid:plan_id>/", answers(patient.plan), name="own"),
    path("patient/followups/<uuid:plan_id>/confirm/", answers(patient.confirm), name="confirm"),
    path("patient/followups/<uuid:plan_id>/leave/", answers(patient.leave), name="leave"),
    path("patient/followups/<uuid:plan_id>/<uuid:occasion_id>/", answers(patient.answer), name="answer"),
    path("followups/<uuid:plan_id>/media/", takes_part(media.upload), name="upload"),
    path("followups/<uuid:plan_id>/media/<uuid:media_id>/", takes_part(media.show), name="media"),
    path("followups/<uuid:plan_id>/media/<uuid:media_id>/thumbnail/", takes_part(media.thumbnail), name="thumbnail"),
    path("followups/<uuid:plan_id>/media/<uuid:media_id>/forget/", answers(media.forget), name="forget"),
    path("f/<slug:token>/", everybody(invitations.invited), name="invited"),
    path("f/<slug:token>/accept/", answers(invitations.take_up), name="take_up"),
]
bind_door("task", SEND, "followups", {"system"})
