using System.Security.Cryptography;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Grains.Tests.Storage;

public abstract partial class StorageContract
{
    [Theory]
    [InlineData(null, null)]
    [InlineData(7, 3)]
    public async Task An_invitation_is_found_by_the_hash_of_its_token(int? days, int? maxUses)
    {
        var ada = await NewUser();
        var topic = await NewShared(Access.Private, [ada]);

        var (invitation, hash) = await NewInvitation(topic, ada, days is { } some ? Start.AddDays(some) : null, maxUses);

        Assert.Equal(invitation, await storage.Invitations.Find(hash, Cancel));
        Assert.Null(await storage.Invitations.Find(RandomNumberGenerator.GetBytes(32), Cancel));
    }

    [Fact]
    public async Task Who_accepts_an_invitation_becomes_a_member_claims_the_topic_and_spends_one_use()
    {
        var (ada, bob) = (await NewUser(), await NewUser());
        var topic = await NewShared(Access.Private, [ada]);
        var (invitation, hash) = await NewInvitation(topic, ada, maxUses: 2);
        var writer = await Claim(topic.Id);

        var claim = await Accept(topic, invitation, bob, version: 1);

        Assert.Equal(new TopicClaim(writer.Epoch + 1, writer.Head, MembersVersion: 2), claim);
        Assert.Equal([ada, bob], await Members(topic));
        Assert.Equal(invitation with { Uses = 1 }, await storage.Invitations.Find(hash, Cancel));
    }

    [Theory]
    [InlineData("expired")]
    [InlineData("revoked")]
    [InlineData("used up")]
    [InlineData("of another topic")]
    [InlineData("unknown")]
    [InlineData("read with other members")]
    public async Task An_invitation_that_can_t_be_used_changes_nothing(string why)
    {
        var (ada, bob) = (await NewUser(), await NewUser());
        var (topic, other) = (await NewShared(Access.Private, [ada]), await NewShared(Access.Private, [ada]));
        var (invitation, hash) = await NewInvitation(
            why == "of another topic" ? other : topic, ada, why == "expired" ? Start : Start.AddMilliseconds(1), maxUses: why == "used up" ? 0 : 1);
        if (why == "revoked") Assert.True(await storage.Invitations.Revoke(topic.Id, invitation.Id, Start, Cancel));
        var writer = await Claim(topic.Id);

        var claim = await Accept(
            topic, why == "unknown" ? invitation with { Id = Guid.CreateVersion7() } : invitation, bob, version: why == "read with other members" ? 2 : 1);

        Assert.Null(claim);
        Assert.Equal([ada], await Members(topic));
        Assert.Equal(1, await storage.Members.Version(topic.Id, Cancel));
        Assert.Equal(0, (await storage.Invitations.Find(hash, Cancel))?.Uses ?? 0);
        await writer.Post(ada, "Still the writer");
    }

    [Fact]
    public async Task No_invitation_brings_back_who_was_removed_by_an_owner_until_they_are_added_again()
    {
        var (ada, bob) = (await NewUser(), await NewUser());
        var topic = await NewShared(Access.Private, [ada, bob]);
        var (invitation, _) = await NewInvitation(topic, ada, maxUses: null);
        await storage.Members.Remove(topic.Id, 1, bob.Id, isExpelled: true, Start, audit: null, Cancel);

        Assert.Null(await Accept(topic, invitation, bob, version: 2));
        await storage.Members.Put(topic.Id, 2, new(bob, Role.Member, Start), addedBy: null, audit: null, Cancel);
        await storage.Members.Remove(topic.Id, 3, bob.Id, isExpelled: false, Start, audit: null, Cancel);

        Assert.NotNull(await Accept(topic, invitation, bob, version: 4));
    }

    [Fact]
    public async Task Who_is_no_longer_an_owner_makes_no_invitation_and_those_they_made_are_revoked_when_they_go()
    {
        var (ada, bob) = (await NewUser(), await NewUser());
        var topic = await NewShared(Access.Private, [ada, bob]);
        await storage.Members.Put(topic.Id, 1, new(bob, Role.Owner, Start), addedBy: null, audit: null, Cancel);
        var (_, hash) = await NewInvitation(topic, bob, maxUses: null);

        await storage.Members.Remove(topic.Id, 2, bob.Id, isExpelled: false, Start, audit: null, Cancel);

        Assert.Null(await storage.Invitations.Find(hash, Cancel));
        Assert.False(await storage.Invitations.Create(new(Guid.CreateVersion7(), topic.Id, bob, Start, null, null, 0), [1, 2, 3], Cancel));
    }

    [Fact]
    public async Task Of_many_who_accept_an_invitation_at_once_no_more_come_in_than_it_allows()
    {
        var ada = await NewUser();
        var topic = await NewShared(Access.Private, [ada]);
        var (invitation, hash) = await NewInvitation(topic, ada, maxUses: 2);
        var people = new List<User>();
        for (var i = 0; i < 6; i++) people.Add(await NewUser());

        var accepted = await Task.WhenAll(people.Select(async person =>
        {
            // Each may lose to the two who win, and has to read the version again.
            for (var attempt = 0; attempt < 3; attempt++)
                if (await Accept(topic, invitation, person, (await storage.Members.Version(topic.Id, Cancel))!.Value) is not null) return true;
            return false;
        }));

        Assert.Equal(2, accepted.Count(came => came));
        Assert.Equal(3, (await Members(topic)).Count);
        Assert.Equal(2, (await storage.Invitations.Find(hash, Cancel))?.Uses);
    }

    [Fact]
    public async Task A_revoked_invitation_is_gone_and_is_revoked_once()
    {
        var ada = await NewUser();
        var (topic, other) = (await NewShared(Access.Private, [ada]), await NewShared(Access.Private, [ada]));
        var (invitation, hash) = await NewInvitation(topic, ada);

        Assert.False(await storage.Invitations.Revoke(other.Id, invitation.Id, Start, Cancel));
        Assert.True(await storage.Invitations.Revoke(topic.Id, invitation.Id, Start, Cancel));
        Assert.False(await storage.Invitations.Revoke(topic.Id, invitation.Id, Start, Cancel));

        Assert.Null(await storage.Invitations.Find(hash, Cancel));
        Assert.Empty(await storage.Invitations.List(topic.Id, Start, Cancel));
    }

    [Fact]
    public async Task The_latest_hundred_invitations_of_a_topic_are_listed()
    {
        var ada = await NewUser();
        var (topic, other) = (await NewShared(Access.Private, [ada]), await NewShared(Access.Private, [ada]));
        var made = new List<Invitation>();
        for (var i = 0; i < 102; i++) made.Add((await NewInvitation(topic, ada, at: Start.AddSeconds(i))).Invitation);
        await NewInvitation(other, ada);
        await storage.Invitations.Revoke(topic.Id, made[101].Id, Start, Cancel);

        Assert.Equal(made[1..101].AsEnumerable().Reverse(), await storage.Invitations.List(topic.Id, Start, Cancel));
    }

    [Fact]
    public async Task An_invitation_that_is_made_again_under_its_id_is_the_first()
    {
        var ada = await NewUser();
        var topic = await NewShared(Access.Private, [ada]);
        var (invitation, hash) = await NewInvitation(topic, ada);

        await storage.Invitations.Create(invitation with { MaxUses = 5 }, hash, Cancel);

        Assert.Equal([invitation], await storage.Invitations.List(topic.Id, Start, Cancel));
    }

    [Fact]
    public async Task The_invitations_of_a_removed_topic_are_gone()
    {
        var ada = await NewUser();
        var topic = await NewShared(Access.Private, [ada]);
        var (invitation, hash) = await NewInvitation(topic, ada);

        await storage.Topics.Remove(topic, Start, audit: null, Cancel);

        Assert.Null(await storage.Invitations.Find(hash, Cancel));
        Assert.Empty(await storage.Invitations.List(topic.Id, Start, Cancel));
        Assert.Null(await Accept(topic, invitation, await NewUser(), version: 1));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_invitations_of_somebody_who_is_suspended_can_t_be_used_until_that_is_over(bool isOver)
    {
        var (ada, bob) = (await NewUser(), await NewUser());
        var topic = await NewShared(Access.Private, [ada]);
        var (invitation, hash) = await NewInvitation(topic, ada);
        var account = (await storage.Users.Find(ada.Username, Cancel))!;
        var suspended = account with { Suspension = new(Start.AddDays(-2), isOver ? Start.AddDays(-1) : null, "Rude") };
        Assert.Equal(AccountWrite.Done, await storage.Users.Administer(account, suspended, [], Cancel));

        Assert.Equal(isOver, await storage.Invitations.Find(hash, Cancel) is not null);
        Assert.Equal(isOver, (await storage.Invitations.List(topic.Id, Start, Cancel)).Count > 0);
        Assert.Equal(isOver, await Accept(topic, invitation, bob, version: 1) is not null);
    }

    [Fact]
    public async Task The_invitations_of_somebody_who_has_gone_are_revoked()
    {
        var (ada, bob) = (await NewUser(), await NewUser());
        var topic = await NewShared(Access.Private, [ada]);
        var (invitation, hash) = await NewInvitation(topic, ada);

        await storage.Users.Anonymise(ada.Id, $"gone-{ada.Username}", "Deleted user", Start, audit: null, Cancel);

        Assert.Null(await storage.Invitations.Find(hash, Cancel));
        Assert.Null(await Accept(topic, invitation, bob, version: 1));
        Assert.False(await storage.Invitations.Revoke(topic.Id, invitation.Id, Start, Cancel));
    }

    private async Task<(Invitation Invitation, byte[] Hash)> NewInvitation(
        Topic topic, User creator, DateTimeOffset? expiresAt = null, int? maxUses = null, DateTimeOffset? at = null)
    {
        var hash = RandomNumberGenerator.GetBytes(32);
        Invitation invitation = new(Guid.CreateVersion7(), topic.Id, creator, at ?? Start, expiresAt, maxUses, Uses: 0);
        await storage.Invitations.Create(invitation, hash, Cancel);
        return (invitation, hash);
    }

    private Task<TopicClaim?> Accept(Topic topic, Invitation invitation, User person, long version) =>
        storage.Members.Accept(topic.Id, version, invitation.Id, new(person, Role.Member, Start.AddDays(1)), Start, Cancel);
}
