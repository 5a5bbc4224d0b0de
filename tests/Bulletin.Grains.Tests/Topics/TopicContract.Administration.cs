using Bulletin.Grains.Accounts;
using Bulletin.Grains.Audit;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Grains.Tests.Topics;

// What admins and moderators do by their office, and what the audit log says of it.
public abstract partial class TopicContract
{
    [Fact]
    public async Task An_admin_changes_a_private_topic_through_the_admin_API_and_it_is_audited()
    {
        var (ada, admin) = (await Cluster.SignUp("ada"), await Cluster.SignUpAdmin());
        var topic = await Cluster.NewPrivateTopic(ada);

        var changed = (await topic.Change(new("coffee", null, admin, Locked: true), Cancel)).Value!;

        Assert.Equal(("coffee", true), (changed.Name, changed.Locked));
        Assert.Equal(
            [new(AuditActions.TopicChanged, admin.User.Id, """{"name":"tea","locked":false}""", """{"name":"coffee","locked":true}""")],
            await Cluster.Acts(topic));
    }

    [Fact]
    public async Task Anywhere_but_in_the_admin_API_an_admin_can_t_tell_a_private_topic_from_one_that_does_not_exist()
    {
        var (ada, admin) = (await Cluster.SignUp("ada"), await Cluster.SignUpAdmin());
        var topic = await Cluster.NewPrivateTopic(ada);
        for (var i = 1; i <= 60; i++) await Post(topic, ada, $"message {i}");

        foreach (var origin in new[] { null, admin.Origin! with { IsAdminApi = false } })
            Assert.All(await Everything(topic, admin with { Origin = origin }), answer => Assert.True(answer is Refusal.TopicNotFound or Refusal.InvitationNotFound));
        Assert.Empty(await Cluster.Acts(topic));
    }

    [Fact]
    public async Task An_admin_adds_promotes_and_removes_the_members_of_a_private_topic_and_each_is_audited()
    {
        var (ada, bob, admin) = (await Cluster.SignUp("ada"), await Cluster.SignUp("bob"), await Cluster.SignUpAdmin());
        var topic = await Cluster.NewPrivateTopic(ada);

        Assert.Equal(Refusal.LastOwner, await Remove(topic, admin, ada));
        await Put(topic, admin, bob);
        await Put(topic, admin, bob, Role.Owner);
        await Put(topic, admin, bob, Role.Owner);
        Assert.Equal(Refusal.None, await Remove(topic, admin, ada));

        var acts = await Cluster.Acts(topic);
        Assert.Equal([AuditActions.MemberPut, AuditActions.MemberPut, AuditActions.MemberRemoved], acts.Select(act => act.Action));
        Assert.Equal((null, Told(bob, "member")), (acts[0].Before, acts[0].After));
        Assert.Equal((Told(bob, "member"), Told(bob, "owner")), (acts[1].Before, acts[1].After));
        Assert.Equal((Told(ada, "owner"), null), (acts[2].Before, acts[2].After));
        Assert.Equal([bob.User], (await topic.Members(bob.User.Id, Cancel)).Value!.Items.Select(member => member.User));

        static string Told(Actor member, string role) => $$"""{"userId":"{{member.User.Id}}","username":"{{member.User.Username}}","role":"{{role}}"}""";
    }

    [Fact]
    public async Task What_an_owner_does_in_a_private_topic_is_not_audited_even_if_they_are_a_moderator()
    {
        var (mod, bob) = (await Cluster.SignUp("mod", moderator: true), await Cluster.SignUp("bob"));
        var topic = await Cluster.NewPrivateTopic(mod);
        await Put(topic, mod, bob);
        await Post(topic, bob, "one");

        Assert.NotNull((await topic.Delete(new(1, mod), Cancel)).Value);
        Assert.NotNull((await topic.Change(new("coffee", null, mod), Cancel)).Value);
        Assert.Equal(Refusal.None, await Remove(topic, mod, bob));
        Assert.NotNull((await topic.Remove(mod, Cancel)).Value);

        Assert.Empty(await Cluster.Acts(topic));
    }

    [Fact]
    public async Task A_moderator_s_changes_of_others_topics_are_audited_and_those_of_their_own_are_not()
    {
        var (ada, mod) = (await Cluster.SignUp("ada"), await Cluster.SignUp("mod", moderator: true));
        var (theirs, own) = (await Cluster.NewTopic(ada), await Cluster.NewTopic(mod));

        foreach (var topic in new[] { theirs, own })
        {
            Assert.NotNull((await topic.Change(new(null, "About tea", mod, Resolved: true), Cancel)).Value);
            Assert.NotNull((await topic.Change(new(null, "About tea", mod, Resolved: true), Cancel)).Value);
            Assert.NotNull((await topic.Remove(mod, Cancel)).Value);
        }

        Assert.Equal(
            [
                new(AuditActions.TopicChanged, mod.User.Id, """{"description":null,"resolved":false}""", """{"description":"About tea","resolved":true}"""),
                new(AuditActions.TopicRemoved, mod.User.Id, """{"name":"tea","access":"public"}""", After: null),
            ],
            await Cluster.Acts(theirs));
        Assert.Empty(await Cluster.Acts(own));
    }

    [Fact]
    public async Task A_moderator_s_deletion_is_audited_with_the_commit_that_makes_it_and_only_then()
    {
        var (ada, lin, mod) = (await Cluster.SignUp("ada"), await Cluster.SignUp("lin"), await Cluster.SignUp("mod", moderator: true));
        var topic = await Cluster.NewTopic(lin);
        await Post(topic, ada, "one");
        await Post(topic, ada, "two");

        Assert.Equal(Refusal.NotAllowed, (await topic.Delete(new(1, lin), Cancel)).Refusal);
        Faults.Plan(Fault.BeforeCommit);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => topic.Delete(new(1, mod), Cancel));
        Assert.NotNull((await topic.Delete(new(2, ada), Cancel)).Value);
        Assert.Empty(await Cluster.Acts(topic));

        Assert.NotNull((await topic.Delete(new(1, mod), Cancel)).Value!.DeletedAt);
        Assert.NotNull((await topic.Delete(new(1, mod), Cancel)).Value!.DeletedAt);
        Assert.Equal(
            [new(AuditActions.MessageDeleted, mod.User.Id, $$"""{"author":"{{ada.User.Username}}","characters":3}""", After: null, Seq: 1)],
            await Cluster.Acts(topic));
    }

    [Fact]
    public async Task An_admin_edits_and_deletes_messages_anywhere_and_each_is_audited()
    {
        var (ada, admin) = (await Cluster.SignUp("ada"), await Cluster.SignUpAdmin());
        var topic = await Cluster.NewPrivateTopic(ada);
        await Post(topic, ada, "one");

        Assert.Equal((ada.User, "edited"), await Edit(topic, admin, 1, "edited") is var edited ? (edited.Author, edited.Text) : default);
        await Edit(topic, admin, 1, "edited");
        Assert.NotNull((await topic.Delete(new(1, admin), Cancel)).Value!.DeletedAt);

        var author = ada.User.Username;
        Assert.Equal(
            [
                new(AuditActions.MessageDeleted, admin.User.Id, $$"""{"author":"{{author}}","characters":6}""", After: null, Seq: 1),
                new(AuditActions.MessageEdited, admin.User.Id, $$"""{"author":"{{author}}","text":"one"}""", """{"text":"edited"}""", Seq: 1),
            ],
            await Cluster.Acts(topic));
    }

    [Fact]
    public async Task An_admin_deletes_messages_of_a_conversation_and_removes_it_but_changes_nothing_about_it()
    {
        var (ada, bob, admin) = (await Cluster.SignUp("ada"), await Cluster.SignUp("bob"), await Cluster.SignUpAdmin());
        var topic = Cluster.Grains.GetGrain<ITopicGrain>(Guid.CreateVersion7());
        await Open(topic, ada, bob);
        await Post(topic, ada, "hello");

        Assert.Equal(Refusal.NotAllowed, (await topic.Change(new("tea", null, admin), Cancel)).Refusal);
        Assert.Equal(Refusal.NotAllowed, (await topic.PutMember(new(admin.User, null, admin), Cancel)).Refusal);
        Assert.Equal(Refusal.NotAllowed, await Remove(topic, admin, bob));
        Assert.NotNull((await topic.Delete(new(1, admin), Cancel)).Value!.DeletedAt);
        Assert.NotNull((await topic.Remove(admin, Cancel)).Value);

        Assert.Equal(Refusal.TopicNotFound, (await topic.Get(ada.User.Id, Cancel)).Refusal);
        Assert.Equal([AuditActions.MessageDeleted, AuditActions.TopicRemoved], (await Cluster.Acts(topic)).Select(act => act.Action));
    }

    [Fact]
    public async Task Only_an_admin_sets_how_long_a_topic_keeps_its_messages_and_each_change_is_audited()
    {
        var (ada, mod, admin) = (await Cluster.SignUp("ada"), await Cluster.SignUp("mod", moderator: true), await Cluster.SignUpAdmin());
        var topic = await Cluster.NewTopic(ada);

        foreach (var person in new[] { ada, mod, admin with { Origin = null } })
            Assert.Equal(Refusal.NotAllowed, await SetRetention(topic, 30, person));
        foreach (var days in (int?[])[30, 30, 7, null])
            Assert.Equal(Refusal.None, await SetRetention(topic, days, admin));

        Assert.Equal(
            [
                ("""{"retentionDays":30}""", """{"retentionDays":7}"""),
                ("""{"retentionDays":7}""", """{"retentionDays":null}"""),
                ("""{"retentionDays":null}""", """{"retentionDays":30}"""),
            ],
            (await Cluster.Acts(topic)).Select(act => (act.Before, act.After)));
    }

    [Fact]
    public async Task Of_a_topic_name_and_retention_are_changed_together_or_not_at_all()
    {
        var (ada, mod, admin) = (await Cluster.SignUp("ada"), await Cluster.SignUp("mod", moderator: true), await Cluster.SignUpAdmin());
        var topic = await Cluster.NewTopic(ada);

        Assert.Equal(Refusal.NotAllowed, (await topic.Change(new("coffee", null, mod, Retention: new(30)), Cancel)).Refusal);
        Assert.Equal("tea", (await topic.Get(Sample.Anybody, Cancel)).Value!.Name);
        Assert.Equal("coffee", (await topic.Change(new("coffee", null, admin, Retention: new(30)), Cancel)).Value!.Name);

        Assert.Equal(30, (await Cluster.Store.Retention(topic.GetPrimaryKey(), Cancel))!.OwnDays);
        Assert.Equal(
            [new(AuditActions.TopicChanged, admin.User.Id, """{"name":"tea","retentionDays":null}""", """{"name":"coffee","retentionDays":30}""")],
            await Cluster.Acts(topic));
    }

    [Fact]
    public async Task An_admin_sets_how_long_a_conversation_keeps_its_messages_and_changes_nothing_else_of_it()
    {
        var (ada, bob, admin) = (await Cluster.SignUp("ada"), await Cluster.SignUp("bob"), await Cluster.SignUpAdmin());
        var topic = Cluster.Grains.GetGrain<ITopicGrain>(Guid.CreateVersion7());
        await Open(topic, ada, bob);

        Assert.Equal(Refusal.NotAllowed, (await topic.Change(new("tea", null, admin, Retention: new(30)), Cancel)).Refusal);
        Assert.Equal(Refusal.None, await SetRetention(topic, 7, admin));

        Assert.Equal(7, (await Cluster.Store.Retention(topic.GetPrimaryKey(), Cancel))!.OwnDays);
    }

    [Fact]
    public async Task An_admin_lists_the_members_of_a_private_topic_through_the_admin_API_only()
    {
        var (ada, admin) = (await Cluster.SignUp("ada"), await Cluster.SignUpAdmin());
        var topic = await Cluster.NewPrivateTopic(ada);

        Assert.Equal([ada.User], (await topic.Members(admin, Cancel)).Value!.Items.Select(member => member.User));
        Assert.Equal(Refusal.TopicNotFound, (await topic.Members(admin with { Origin = null }, Cancel)).Refusal);
    }

    private static async Task<Refusal> SetRetention(ITopicGrain topic, int? days, Actor by) =>
        (await topic.Change(new(null, null, by, Retention: new(days)), Cancel)).Refusal;
}
