import pytest
from django.urls import reverse
from tests import world as worlds
@pytest.mark.django_db
def test_pages(client):
    w=worlds.build()
    client.force_login(w.people["admin"], backend="allauth.account.auth_backends.AuthenticationBackend")
    for who in ("editor","admin"):
        client.force_login(w.people[who], backend="allauth.account.auth_backends.AuthenticationBackend")
        for name,args in [("bimtek:session_list",[]),("bimtek:session_detail",[w.session.pk]),("bimtek:finding_list",[]),("bimtek:finding_detail",[w.finding.pk]),("opd:holder_list",[]),("opd:opd_detail",[w.opd.pk])]:
            r=client.get(reverse(name,args=args)); print(who,name,r.status_code); assert r.status_code==200
    for name,args in [("opd:holder_add",[w.opd.pk]),("opd:holder_end",[w.holder.pk])]:
        assert client.get(reverse(name,args=args)).status_code==200
    client.force_login(w.people["editor"], backend="allauth.account.auth_backends.AuthenticationBackend")
    for name,args in [("bimtek:finding_add",[]),("bimtek:finding_edit",[w.finding.pk]),("bimtek:finding_set_aside",[w.finding.pk]),("bimtek:finding_delete",[w.finding_new.pk])]:
        assert client.get(reverse(name,args=args)).status_code==200, name
