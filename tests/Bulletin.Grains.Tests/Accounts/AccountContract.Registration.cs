using Bulletin.Grains.Accounts;
using Bulletin.Grains.Settings;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Grains.Tests.Accounts;

/// <summary>Who may sign up, and when somebody was last seen.</summary>
public abstract partial class AccountContract
{
    [Fact]
    public async Task A_closed_site_takes_nobody_but_whom_an_admin_adds()
    {
        var (ada, name) = (await SignUp(NewName()), NewName());
        await WithRegistration(Registration.Closed, async () =>
        {
            var (_, token) = await Invite(ada, expiresAt: null);
            Assert.Equal(Refusal.RegistrationClosed, (await Account(name).SignUp(new(name, Password, null, InvitationHash: token), Cancel)).Refusal);
            Assert.NotNull((await Account(name).Create(new(name, null, SiteRole.Member, Boss, NewToken(), Clock.GetUtcNow().AddMinutes(30)), Cancel)).Value);
            await LogIn(ada);
        });
    }

    [Fact]
    public async Task A_site_by_invitation_takes_whoever_has_one_that_can_be_used()
    {
        var (ada, name) = (await SignUp(NewName()), NewName());
        await WithRegistration(Registration.Invite, async () =>
        {
            var (_, expired) = await Invite(ada, Clock.GetUtcNow());
            foreach (var token in new[] { null, NewToken(), expired })
                Assert.Equal(Refusal.RegistrationClosed, (await Account(name).SignUp(new(name, Password, null, InvitationHash: token), Cancel)).Refusal);

            var (invitation, usable) = await Invite(ada, Clock.GetUtcNow().AddDays(1));
            Assert.NotNull((await Account(name).SignUp(new(name, Password, null, InvitationHash: usable), Cancel)).Value);
            Assert.Equal(invitation, await cluster.Storage.Invitations.Find(usable, Cancel));
        });
    }

    [Fact]
    public async Task Who_is_refused_learns_whether_an_invitation_would_help()
    {
        var name = NewName();
        await WithRegistration(Registration.Invite, async () =>
            Assert.Contains("invitation", (await Account(name).SignUp(new(name, Password, null), Cancel)).Detail, StringComparison.Ordinal));
        await WithRegistration(Registration.Closed, async () =>
            Assert.DoesNotContain("invitation", (await Account(name).SignUp(new(name, Password, null), Cancel)).Detail, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_invitation_of_somebody_who_is_suspended_lets_nobody_in()
    {
        var (ada, name) = (await SignUp(NewName()), NewName());
        await WithRegistration(Registration.Invite, async () =>
        {
            var (_, token) = await Invite(ada, expiresAt: null);
            await Suspend(ada);

            Assert.Equal(Refusal.RegistrationClosed, (await Account(name).SignUp(new(name, Password, null, InvitationHash: token), Cancel)).Refusal);
        });
    }

    [Fact]
    public async Task A_refused_sign_up_costs_no_hash()
    {
        var name = NewName();
        await WithRegistration(Registration.Closed, async () => await Account(name).SignUp(new(name, $"password of {name}", null), Cancel));
        Assert.DoesNotContain($"password of {name}", cluster.Passwords.Hashed);
    }

    [Fact]
    public async Task Who_signs_in_or_refreshes_is_seen_and_once_a_minute_at_most()
    {
        var (ada, session) = await SignUpAndIn();
        Assert.Equal(1, Faults.SeenOf(ada.Id));
        for (var i = 0; i < 3; i++) session = (await Account(ada.Username).Refresh(session.RefreshToken, Cancel)).Value!;
        Assert.Equal(1, Faults.SeenOf(ada.Id));

        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.NotNull((await Account(ada.Username).Refresh(session.RefreshToken, Cancel)).Value);

        Assert.Equal(2, Faults.SeenOf(ada.Id));
    }

    private async Task WithRegistration(Registration registration, Func<Task> test)
    {
        await cluster.SetRegistration(registration, Cancel);
        try
        {
            await test();
        }
        finally
        {
            // The other tests share the site.
            await cluster.SetRegistration(Registration.Open, Cancel);
        }
    }

    private async Task<(Invitation Invitation, byte[] TokenHash)> Invite(User owner, DateTimeOffset? expiresAt)
    {
        var topic = Sample.PrivateTopic() with { CreatedBy = owner, MemberCount = 1, MembersVersion = 1 };
        Assert.True(await cluster.Storage.Topics.Create(topic, TopicMembers.Of(Access.Private, 1, [new(owner, Role.Owner, Sample.Noon)]), Cancel));
        Invitation invitation = new(Guid.CreateVersion7(), topic.Id, owner, Sample.Noon, expiresAt, MaxUses: 1, Uses: 0);
        var tokenHash = NewToken();
        Assert.True(await cluster.Storage.Invitations.Create(invitation, tokenHash, Cancel));
        return (invitation, tokenHash);
    }
}
