using System.Security.Cryptography;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Grains.Tests.Topics;

// People come into a private topic by invitations.
public abstract partial class TopicContract
{
    [Fact]
    public async Task Who_accepts_an_invitation_is_a_member_and_who_accepts_it_again_spends_nothing()
    {
        var (ada, bob, eve) = (await Cluster.SignUp("ada"), await Cluster.SignUp("bob"), await Cluster.SignUp("eve"));
        var topic = await Cluster.NewPrivateTopic(ada);
        await Post(topic, ada, "hello");
        var (invitation, hash) = await Invite(topic, ada, maxUses: 2);

        Assert.Equal("tea", (await topic.Preview(Cancel)).Value!.Name);
        var accepted = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => topic.AcceptInvitation(invitation.Id, bob, Cancel)));

        Assert.All(accepted, outcome => Assert.Equal(2, outcome.Value!.MemberCount));
        Assert.Equal(1, (await Find(hash))!.Uses);
        Assert.NotNull((await topic.AcceptInvitation(invitation.Id, bob, Cancel)).Value);
        Assert.NotNull((await topic.AcceptInvitation(invitation.Id, ada, Cancel)).Value);
        Assert.Equal(1, (await Find(hash))!.Uses);
        Assert.Equal(Role.Member, (await topic.Members(bob.User.Id, Cancel)).Value!.Items[1].Role);
        Assert.Equal("hello", (await topic.ReadOne(1, bob.User.Id, Cancel)).Value!.Text);

        // Used up, it is gone.
        Assert.NotNull((await topic.AcceptInvitation(invitation.Id, eve, Cancel)).Value);
        Assert.Null(await Find(hash));
        Assert.Empty((await topic.Invitations(ada, Cancel)).Value!.Items);
        Assert.Equal(Refusal.None, await Remove(topic, ada, bob));
        Assert.Equal(Refusal.InvitationNotFound, (await topic.AcceptInvitation(invitation.Id, bob, Cancel)).Refusal);
        Assert.All(await Reads(topic, bob.User.Id), refusal => Assert.Equal(Refusal.TopicNotFound, refusal));
    }

    [Fact]
    public async Task An_expired_a_revoked_and_an_unknown_invitation_are_refused_alike()
    {
        var (ada, bob) = (await Cluster.SignUp("ada"), await Cluster.SignUp("bob"));
        var (topic, other) = (await Cluster.NewPrivateTopic(ada), await Cluster.NewPrivateTopic(ada));
        var (expired, expiredHash) = await Invite(topic, ada, expiresIn: TimeSpan.FromMilliseconds(-1));
        var (revoked, revokedHash) = await Invite(topic, ada);
        var (elsewhere, _) = await Invite(other, ada);
        Assert.NotNull((await topic.RevokeInvitation(revoked.Id, ada, Cancel)).Value);

        foreach (var id in new[] { expired.Id, revoked.Id, elsewhere.Id, Guid.CreateVersion7() })
            Assert.Equal(Refusal.InvitationNotFound, (await topic.AcceptInvitation(id, bob, Cancel)).Refusal);

        Assert.Null(await Find(expiredHash));
        Assert.Null(await Find(revokedHash));
        Assert.Empty((await topic.Invitations(ada, Cancel)).Value!.Items);
        Assert.Equal(Refusal.InvitationNotFound, (await topic.RevokeInvitation(revoked.Id, ada, Cancel)).Refusal);
        Assert.Equal(Refusal.InvitationNotFound, (await topic.RevokeInvitation(elsewhere.Id, ada, Cancel)).Refusal);
        Assert.Equal(Refusal.TopicNotFound, (await topic.Get(bob.User.Id, Cancel)).Refusal);
        Assert.Single((await other.Invitations(ada, Cancel)).Value!.Items);
    }

    [Fact]
    public async Task However_many_accept_an_invitation_at_once_as_many_come_in_as_it_allows()
    {
        var ada = await Cluster.SignUp("ada");
        var people = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => Cluster.SignUp($"p{i}")));
        var topic = await Cluster.NewPrivateTopic(ada);
        var (invitation, _) = await Invite(topic, ada, maxUses: 9);

        var accepted = await Task.WhenAll(people.Select(person => topic.AcceptInvitation(invitation.Id, person, Cancel)));

        Assert.Equal(9, accepted.Count(outcome => outcome.Refusal == Refusal.None));
        Assert.Equal(3, accepted.Count(outcome => outcome.Refusal == Refusal.InvitationNotFound));
        Assert.Equal(10, (await Cluster.Members.Load(topic.GetPrimaryKey(), Cancel))!.ById.Count);
    }

    [Fact]
    public async Task An_acceptance_whose_answer_is_lost_spends_one_use_when_it_is_repeated()
    {
        var (ada, bob) = (await Cluster.SignUp("ada"), await Cluster.SignUp("bob"));
        var topic = await Cluster.NewPrivateTopic(ada);
        var (invitation, hash) = await Invite(topic, ada, maxUses: 5);

        foreach (var fault in new[] { Fault.BeforeCommit, Fault.AfterCommit })
        {
            Cluster.MemberFaults.Plan(fault);
            await Assert.ThrowsAsync<StorageUnavailableException>(() => topic.AcceptInvitation(invitation.Id, bob, Cancel));
        }

        Assert.Equal(2, (await topic.AcceptInvitation(invitation.Id, bob, Cancel)).Value!.MemberCount);
        Assert.Equal(1, (await Find(hash))!.Uses);
        await Post(topic, bob, "hello");
    }

    private static async Task<(Invitation Invitation, byte[] Hash)> Invite(ITopicGrain topic, Actor by, int? maxUses = null, TimeSpan? expiresIn = null)
    {
        var hash = RandomNumberGenerator.GetBytes(32);
        var outcome = await topic.CreateInvitation(new(Guid.CreateVersion7(), hash, expiresIn, maxUses, by), Cancel);
        Assert.Equal(Refusal.None, outcome.Refusal);
        return (outcome.Value!, hash);
    }

    private Task<Invitation?> Find(byte[] hash) => Cluster.Grains.GetGrain<IInvitationsGrain>(0).Find(hash, Cancel);
}
