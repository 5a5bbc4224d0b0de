using Bulletin.Grains.Accounts;
using Bulletin.Grains.Personal;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;
using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Grains.Tests.Storage;

public abstract partial class StorageContract
{
    private IPersonalStore Personal => storage.Services.GetRequiredService<IPersonalStore>();

    [Fact]
    public async Task Every_claim_of_a_person_gets_a_greater_epoch()
    {
        var userId = Guid.CreateVersion7();

        Assert.Equal(1, await Personal.Claim(userId, Cancel));
        Assert.Equal(2, await Personal.Claim(userId, Cancel));
    }

    [Fact]
    public async Task What_a_person_has_of_topics_comes_back_as_it_was_saved()
    {
        var userId = Guid.CreateVersion7();
        PersonalRow[] rows =
        [
            new(Guid.CreateVersion7(), 4, NotificationLevel.Default, Following: true, Draft: null, Version: 1),
            new(Guid.CreateVersion7(), 0, NotificationLevel.All, Following: true, new Bulletin.Grains.Personal.Draft("Well 🙄", ReplyTo: null, Version: 2), Version: 2),
            new(Guid.CreateVersion7(), 9, NotificationLevel.Muted, Following: false, new Bulletin.Grains.Personal.Draft("Yes", ReplyTo: 7, Version: 3), Version: 5),
        ];

        await Save(userId, rows);

        Assert.Equal(rows, (await Personal.Load(userId, Cancel)).OrderBy(row => row.Version));
        Assert.Empty(await Personal.Load(Guid.CreateVersion7(), Cancel));
    }

    [Fact]
    public async Task Nothing_is_saved_for_who_does_not_hold_the_person_s_state_any_more()
    {
        var userId = Guid.CreateVersion7();
        PersonalRow row = new(Guid.CreateVersion7(), 4, NotificationLevel.Default, Following: true, Draft: null, Version: 2_000_001);
        await Save(userId, row);

        Assert.False(await Personal.Save(userId, 0, [row with { ReadSeq = 9, Version = 3_000_000 }], Cancel));
        Assert.False(await Personal.ReadAll(userId, 0, 3_000_000, Cancel));

        Assert.Equal(row, Assert.Single(await Personal.Load(userId, Cancel)));
    }

    [Fact]
    public async Task A_position_changes_nothing_else_of_a_row_and_makes_one_that_is_missing()
    {
        var (ada, bob) = (await NewUser(), await NewUser());
        var (topic, other) = (await NewTopic(ada), await NewTopic(ada));
        PersonalRow row = new(topic.Id, 1, NotificationLevel.Muted, Following: true, new Bulletin.Grains.Personal.Draft("Well", ReplyTo: 1, Version: 2), Version: 2, Start);
        await Save(bob.Id, row);
        PersonalRow position = new(topic.Id, 5, NotificationLevel.Default, Following: false, Draft: null, Version: 3), fresh = position with { TopicId = other.Id, Version = 4 };

        await Personal.SavePositions([new(bob.Id, 1, position), new(bob.Id, 1, fresh)], Cancel);
        await Personal.SavePositions([new(bob.Id, 1, position with { ReadSeq = 9, Version = 2 })], Cancel);

        Assert.Equal([fresh, row with { ReadSeq = 5, Version = 3 }], await Personal.Load(bob.Id, Cancel));
    }

    [Fact]
    public async Task A_position_of_an_earlier_epoch_or_of_a_topic_that_the_person_has_left_is_not_written()
    {
        var (ada, bob) = (await NewUser(), await NewUser());
        var (topic, left) = (await NewTopic(ada), await NewShared(Access.Private, [ada]));
        var (before, epoch) = (await Personal.Claim(bob.Id, Cancel), await Personal.Claim(bob.Id, Cancel));
        PersonalRow position = new(topic.Id, 5, NotificationLevel.Default, Following: false, Draft: null, Version: 3);

        await Personal.SavePositions([new(bob.Id, before, position), new(bob.Id, epoch, position with { TopicId = left.Id })], Cancel);

        Assert.Empty(await Personal.Load(bob.Id, Cancel));
    }

    [Fact]
    public async Task Only_rows_that_say_nothing_are_forgotten()
    {
        var userId = Guid.CreateVersion7();
        PersonalRow opened = new(Guid.CreateVersion7(), 4, NotificationLevel.Default, Following: false, Draft: null, Version: 1);
        PersonalRow[] kept =
        [
            opened with { TopicId = Guid.CreateVersion7(), Following = true },
            opened with { TopicId = Guid.CreateVersion7(), Level = NotificationLevel.Muted },
            opened with { TopicId = Guid.CreateVersion7(), Draft = new("Well", ReplyTo: null, Version: 1) },
        ];
        var left = opened with { TopicId = Guid.CreateVersion7(), UnfollowedAt = Start };
        await Save(userId, [opened, left, .. kept]);

        await Personal.Forget(userId, [opened.TopicId, left.TopicId, .. kept.Select(row => row.TopicId)], Cancel);

        Assert.Equal(kept.ToHashSet(), (await Personal.Load(userId, Cancel)).ToHashSet());
    }

    [Fact]
    public async Task What_is_a_person_s_own_goes_with_their_account_and_nothing_is_noted_for_them_any_more()
    {
        var (ada, topic, writer) = await NewWriter();
        var (bob, lin) = (await NewUser(), await NewUser());
        await writer.PostMany(ada, 2);
        foreach (var person in new[] { bob, lin })
        {
            await Save(person.Id, new PersonalRow(topic.Id, 1, NotificationLevel.Default, Following: true, Draft: null, Version: 1));
            await Notify(person, Noted(1, topic, ada, 1));
        }

        Assert.Equal(AccountWrite.Done, await storage.Users.Anonymise(bob.Id, $"gone-{bob.Username}", "Deleted user", Start, audit: null, Cancel));

        Assert.Empty(await Personal.Load(bob.Id, Cancel));
        Assert.Empty(await Ids(bob));
        var epoch = await Personal.Claim(bob.Id, Cancel);
        Assert.Equal(1, epoch);
        Assert.Empty((await Personal.Notify(bob.Id, epoch, [Noted(1, topic, ada, 2)], Cancel))!);
        Assert.Equal((1, 1), ((await Personal.Load(lin.Id, Cancel)).Count, (await Ids(lin)).Count()));
    }

    [Fact]
    public async Task What_people_have_of_a_topic_goes_with_its_messages()
    {
        var (ada, topic, writer) = await NewWriter();
        await writer.PostMany(ada, 2);
        List<User> people = [];
        for (var n = 0; n < 5; n++)
        {
            people.Add(await NewUser());
            await Save(people[n].Id, new PersonalRow(topic.Id, 1, NotificationLevel.Default, Following: n > 2, Draft: null, Version: 1));
            await Notify(people[n], Noted(1, topic, ada, 1));
        }
        await storage.Topics.Remove(topic, Start, audit: null, Cancel);

        while (await storage.Topics.EmptyRemoved(Start, Start, 2, Cancel)) { }

        foreach (var person in people)
        {
            Assert.Empty(await Personal.Load(person.Id, Cancel));
            Assert.Empty(await Personal.UnreadNotifications(person.Id, Cancel));
        }
    }

    [Fact]
    public async Task A_restored_database_claims_everybody_far_above_what_they_may_have_had()
    {
        var (ada, bob) = (await NewUser(), await NewUser());
        var epoch = await Personal.Claim(ada.Id, Cancel);

        await storage.Topics.LeaveRevisionsBehind(Cancel);

        Assert.True(await Personal.Claim(ada.Id, Cancel) > epoch + 1_000);
        Assert.True(await Personal.Claim(bob.Id, Cancel) > 1_000);
    }

    [Fact]
    public async Task Reading_everything_moves_every_position_that_is_behind()
    {
        var (ada, topic, writer) = await NewWriter();
        var (bob, quiet) = (await NewUser(), await NewTopic(ada));
        await writer.PostMany(ada, 3);
        await Save(bob.Id, [
            new(topic.Id, 1, NotificationLevel.Muted, Following: true, Draft: null, Version: 1),
            new(quiet.Id, 0, NotificationLevel.Default, Following: true, Draft: null, Version: 2)]);

        Assert.True(await Personal.ReadAll(bob.Id, await Personal.Claim(bob.Id, Cancel), 9, Cancel));

        Assert.Equal([(2L, 0L), (9L, 3L)], (await Personal.Load(bob.Id, Cancel)).OrderBy(row => row.Version).Select(row => (row.Version, row.ReadSeq)));
    }

    [Fact]
    public async Task Reading_everything_leaves_topics_alone_that_the_person_has_left()
    {
        var (ada, bob) = (await NewUser(), await NewUser());
        var (left, removed) = (await NewShared(Access.Private, [ada]), await NewTopic(ada));
        foreach (var topic in new[] { left, removed })
        {
            await (await Claim(topic.Id)).PostMany(ada, 3);
            await Save(bob.Id, new PersonalRow(topic.Id, 1, NotificationLevel.Default, Following: true, Draft: null, Version: 1));
        }
        await storage.Topics.Remove(removed, Start, audit: null, Cancel);

        Assert.True(await Personal.ReadAll(bob.Id, await Personal.Claim(bob.Id, Cancel), 9, Cancel));

        Assert.All(await Personal.Load(bob.Id, Cancel), row => Assert.Equal((1L, 1L), (row.Version, row.ReadSeq)));
        Assert.Empty(await Personal.Visible(bob.Id, [left.Id, removed.Id], Cancel));
        Assert.Equal([left.Id], await Personal.Visible(ada.Id, [left.Id, removed.Id, Guid.CreateVersion7()], Cancel));
    }

    private async Task Save(Guid userId, params PersonalRow[] rows) =>
        Assert.True(await Personal.Save(userId, await Personal.Claim(userId, Cancel), rows, Cancel));

    private async Task Notify(User person, params (long, Delivery, bool)[] noted) =>
        Assert.Equal(noted.Length, (await Personal.Notify(person.Id, await Personal.Claim(person.Id, Cancel), noted, Cancel))!.Count);

    private static (long Id, Delivery Delivery, bool IsRead) Noted(long id, Topic topic, User actor, long seq, NotificationKind kind = NotificationKind.Mention) =>
        (id, new(topic.Id, kind, seq, actor.Id, Start, ReadSeq: 0, Follows: false), false);

    private async Task<IEnumerable<long>> Ids(User person) =>
        (await Personal.Notifications(person.Id, unreadOnly: false, 50, after: 0, before: null, Cancel)).Select(noted => noted.Id);

    private static async Task Delete(Writer writer, Message message)
    {
        var deleted = message with { Revision = writer.Head.Revision + 1, Text = null, DeletedAt = Start };
        Assert.Equal(AppendStatus.Committed, (await writer.Commit(writer.Append([], [new(deleted, PostedFingerprint: null)]))).Status);
    }
}
