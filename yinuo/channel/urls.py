"""Doors of the health account: readers without a log-in, the author, the patients who follow."""

from django.urls import path

from yinuo.channel.views import own, public, questions, readers, talking
from yinuo.promise.gate.web import door

app_name = "channel"
EVERYBODY = door("channel")
AUTHOR = door("channel", roles={"doctor"})
READER = door("channel", roles={"patient"})

urlpatterns = [
    path("articles/<uuid:article_id>/", EVERYBODY(public.article), name="article"),
    path("articles/<uuid:article_id>/picture/<int:number>/", EVERYBODY(public.picture), name="picture"),
    path("articles/<uuid:article_id>/audio/", EVERYBODY(public.audio), name="audio"),
    path("channel/<uuid:doctor>/", EVERYBODY(public.of_doctor), name="of"),
    path("channel/<uuid:doctor>/feed.atom", EVERYBODY(public.feed), name="feed"),
    # Addresses alone: nothing personal stands behind these two.
    path("sitemap.xml", door(None)(public.sitemap), name="sitemap"),
    path("robots.txt", door(None)(public.robots), name="robots"),
    path("doctor/channel/", AUTHOR(own.home), name="home"),
    path("doctor/channel/new/", AUTHOR(own.begin), name="begin"),
    path("doctor/channel/questions/", AUTHOR(questions.every), name="questions"),
    path("doctor/channel/questions/<uuid:question_id>/", AUTHOR(questions.one), name="question"),
    path("doctor/channel/questions/<uuid:question_id>/<slug:act>/", AUTHOR(questions.act), name="question_act"),
    path("doctor/channel/<uuid:article_id>/", AUTHOR(own.write), name="write"),
    path("doctor/channel/<uuid:article_id>/save/", AUTHOR(own.save), name="save"),
    path("doctor/channel/<uuid:article_id>/preview/", AUTHOR(own.preview), name="preview"),
    path("doctor/channel/<uuid:article_id>/submit/", AUTHOR(own.submit), name="submit"),
    path("doctor/channel/<uuid:article_id>/history/", AUTHOR(own.fared), name="fared"),
    path("doctor/channel/<uuid:article_id>/picture/<int:number>/", AUTHOR(own.picture), name="own_picture"),
    path("doctor/channel/<uuid:article_id>/talk/", AUTHOR(talking.talk), name="talk"),
    path("doctor/channel/<uuid:article_id>/talk/chapters/", AUTHOR(talking.chapters), name="talk_chapters"),
    path("doctor/channel/<uuid:article_id>/talk/remove/", AUTHOR(talking.remove), name="talk_remove"),
    path("doctor/channel/<uuid:article_id>/talk/sound/", AUTHOR(talking.sound), name="own_sound"),
    path("doctor/channel/<uuid:article_id>/<slug:act>/", AUTHOR(own.act), name="act"),
    path("following/", READER(readers.following), name="following"),
    path("following/<uuid:doctor>/", READER(readers.ask), name="ask"),
    path("following/<uuid:doctor>/follow/", READER(readers.follow), name="follow"),
    path("following/<uuid:doctor>/unfollow/", READER(readers.unfollow), name="unfollow"),
    path("following/questions/<uuid:question_id>/forget/", READER(readers.forget), name="forget_question"),
]
