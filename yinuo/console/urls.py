"""Doors of the hospital's desks; each names its desk, nobody else may enter."""

from django.urls import path

from yinuo.console.doors import case_door
from yinuo.console.views import channel, corrections, exceptions, home, payouts, policies, requests, review
from yinuo.promise.gate.web import door

app_name = "console"
STAFF = {"staff"}
REVIEWER = door("credentials.qualification", roles=STAFF, desks={"reviewer"})
CONTENT = door("channel", roles=STAFF, desks={"content"})
OFFICER = door("exceptions", roles=STAFF, desks={"privacy_officer"})
ANSWERING = door("rights.answer", roles=STAFF, desks={"privacy_officer"})
# Texts, hashes and ids: nothing personal stands behind these doors.
POLICIES = door(None, roles=STAFF, desks={"privacy_officer"})
FINANCE = door("wallet.finance", roles=STAFF, desks={"finance"})
ADMINISTRATOR = door("accounts.registration", roles=STAFF, desks={"system_administrator"})

urlpatterns = [
    path("", door(None, roles=STAFF)(home.home), name="home"),
    path("review/", REVIEWER(review.queue), name="review"),
    path("review/<uuid:application>/", REVIEWER(review.one), name="review_one"),
    path("review/<uuid:application>/picture/<slug:item>/", REVIEWER(review.picture), name="review_picture"),
    path("review/<uuid:application>/correct/", REVIEWER(review.correct), name="review_correct"),
    path("review/<uuid:application>/approve/", REVIEWER(review.approve), name="review_approve"),
    path("review/<uuid:application>/reject/", REVIEWER(review.reject), name="review_reject"),
    path("review/<uuid:application>/revoke/", REVIEWER(review.revoke), name="review_revoke"),
    path("corrections/", REVIEWER(corrections.desk), name="corrections"),
    path("corrections/<uuid:correction>/accept/", REVIEWER(corrections.accept), name="correction_accept"),
    path("corrections/<uuid:correction>/decline/", REVIEWER(corrections.decline), name="correction_decline"),
    path("exceptions/", OFFICER(exceptions.desk), name="exceptions"),
    path("exceptions/apply/", OFFICER(exceptions.apply), name="exception_apply"),
    path("exceptions/<uuid:case>/", case_door(exceptions.opened), name="exception"),
    path("exceptions/<uuid:case>/approve/", OFFICER(exceptions.approve), name="exception_approve"),
    path("exceptions/<uuid:case>/close/", OFFICER(exceptions.close), name="exception_close"),
    path("policies/", POLICIES(policies.desk), name="policies"),
    path("policies/begin/", POLICIES(policies.begin), name="draft_begin"),
    path("policies/retract/", POLICIES(policies.retract), name="policy_retract"),
    path("policies/drafts/<uuid:draft>/", POLICIES(policies.draft), name="draft"),
    path("policies/drafts/<uuid:draft>/preview/", POLICIES(policies.preview), name="draft_preview"),
    path("policies/drafts/<uuid:draft>/publish/", POLICIES(policies.publish), name="draft_publish"),
    path("policies/drafts/<uuid:draft>/discard/", POLICIES(policies.discard), name="draft_discard"),
    path("policies/drafts/<uuid:draft>/<str:file>/", POLICIES(policies.edit), name="draft_file"),
    path("requests/", ANSWERING(requests.desk), name="requests"),
    path("requests/new/", ANSWERING(requests.take_down), name="request_take_down"),
    path("requests/<uuid:request_id>/", ANSWERING(requests.one), name="request"),
    path("requests/<uuid:request_id>/number-pass/", ANSWERING(requests.number_pass), name="request_number_pass"),
    path("requests/<uuid:request_id>/<slug:what>/", ANSWERING(requests.act), name="request_act"),
    path("payouts/", FINANCE(payouts.desk), name="payouts"),
    path("payouts/<uuid:payout>/", FINANCE(payouts.one), name="payout"),
    path("payouts/<uuid:payout>/<slug:step>/", FINANCE(payouts.act), name="payout_act"),
    path("payouts/differences/<uuid:difference>/settle/", FINANCE(payouts.settle), name="difference_settle"),
    path("channel/", CONTENT(channel.queue), name="channel"),
    path("channel/articles/<uuid:revision>/", CONTENT(channel.article), name="channel_article"),
    path("channel/articles/<uuid:revision>/picture/<int:number>/", CONTENT(channel.picture), name="channel_picture"),
    path("channel/articles/<uuid:revision>/sound/", CONTENT(channel.sound), name="channel_sound"),
    path("channel/articles/<uuid:revision>/<slug:act>/", CONTENT(channel.decide), name="channel_decide"),
    path("channel/answers/<uuid:answer>/", CONTENT(channel.answer), name="channel_answer"),
    path("channel/answers/<uuid:answer>/<slug:act>/", CONTENT(channel.decide_answer), name="channel_decide_answer"),
    path("audit/", door(None, roles=STAFF, desks={"audit"})(home.audit), name="audit"),
    path("visits/", door("security.logs", roles=STAFF, desks={"security"})(home.visits), name="visits"),
    path(
        "status/",
        door(None, roles=STAFF, desks={"system_administrator", "security"})(home.status),
        name="status",
    ),
    path(
        "staff/", door("accounts.registration", roles=STAFF, desks={"system_administrator"})(home.staff), name="staff"
    ),
]
