using Bulletin.Grains.Accounts;
using Bulletin.Grains.Audit;
using Bulletin.Grains.Tests.Topics;

namespace Bulletin.Grains.Tests.Accounts;

/// <summary>Suspended accounts: they can do nothing, and only their owners learn why.</summary>
public abstract partial class AccountContract
{
    [Fact]
    public async Task A_suspension_ends_every_session_for_good()
    {
        var (ada, session) = await SignUpAndIn();

        await Suspend(ada);
        Assert.Equal(Refusal.InvalidCredentials, (await Account(ada.Username).Check(ada.Id, session.Id, Cancel)).Refusal);
        Assert.Equal(Refusal.InvalidCredentials, (await Account(ada.Username).Refresh(session.RefreshToken, Cancel)).Refusal);

        await Administer(new(ada.Id, Boss, Lift: true), ada);
        Assert.False(await IsLive(ada, session));
        Assert.Equal(Refusal.InvalidCredentials, (await Account(ada.Username).Refresh(session.RefreshToken, Cancel)).Refusal);
        await LogIn(ada);
    }

    [Fact]
    public async Task Sessions_that_could_not_be_deleted_are_refused_and_do_not_come_back()
    {
        var (ada, session) = await SignUpAndIn();
        Faults.OfSessions.Plan(Fault.BeforeCommit);

        await Suspend(ada);
        Assert.False(await IsLive(ada, session));
        Assert.Equal(Refusal.InvalidCredentials, (await Account(ada.Username).Refresh(session.RefreshToken, Cancel)).Refusal);

        await Administer(new(ada.Id, Boss, Lift: true), ada);
        Assert.False(await IsLive(ada, session));
    }

    [Theory]
    [InlineData(true, "Suspended until 2036-12-01T00:00:00Z: Spam.")]
    [InlineData(false, "Suspended: Spam.")]
    public async Task Only_the_right_password_tells_of_a_suspension_and_why(bool ends, string told)
    {
        var ada = await SignUp(NewName());
        await Suspend(ada, ends ? new DateTimeOffset(2036, 12, 1, 0, 0, 0, TimeSpan.Zero) : null);

        Assert.Equal(
            new Outcome<Session>(null, Refusal.AccountSuspended, Detail: told),
            await Account(ada.Username).LogIn(Password, Cancel));
        Assert.Equal(new Outcome<Session>(null, Refusal.InvalidCredentials), await Account(ada.Username).LogIn(Wrong, Cancel));
    }

    [Fact]
    public async Task A_suspension_with_an_end_is_over_then()
    {
        var ada = await SignUp(NewName());
        await Suspend(ada, Clock.GetUtcNow().AddDays(1));

        Pass(TimeSpan.FromDays(1) - TimeSpan.FromSeconds(1));
        Assert.Equal(Refusal.AccountSuspended, (await Account(ada.Username).LogIn(Password, Cancel)).Refusal);
        Clock.Advance(TimeSpan.FromSeconds(1));
        await LogIn(ada);
    }

    [Fact]
    public async Task A_suspension_outlives_the_grain_and_a_new_password()
    {
        var ada = await SignUp(NewName());
        await Suspend(ada);
        await Deactivate(Account(ada.Username));

        Assert.NotNull((await Account(ada.Username).ResetPassword(new(await BeginReset(ada), Other, "home"), Cancel)).Value);

        Assert.Equal(Refusal.AccountSuspended, (await Account(ada.Username).LogIn(Other, Cancel)).Refusal);
    }

    [Fact]
    public async Task A_suspension_that_comes_while_a_password_is_changed_holds()
    {
        var (ada, session) = await SignUpAndIn();
        Task<Outcome<Done>> changing;
        using (var held = cluster.Passwords.Hold())
        {
            changing = Account(ada.Username).ChangePassword(ada.Id, session.Id, Password, Other, Cancel);
            await held.Reached(Cancel);
            await Suspend(ada);
        }

        Assert.Equal(Refusal.AccountSuspended, (await changing).Refusal);
        Assert.False(await IsLive(ada, session));
        Assert.Equal(Refusal.AccountSuspended, (await Account(ada.Username).LogIn(Password, Cancel)).Refusal);
    }

    [Fact]
    public async Task A_role_that_is_taken_away_while_a_password_is_changed_is_gone()
    {
        var (ada, session) = await SignUpAndIn();
        await Administer(new(ada.Id, Boss, Role: SiteRole.Moderator), ada);
        Task<Outcome<Done>> changing;
        using (var held = cluster.Passwords.Hold())
        {
            changing = Account(ada.Username).ChangePassword(ada.Id, session.Id, Password, Other, Cancel);
            await held.Reached(Cancel);
            await Administer(new(ada.Id, Boss, Role: SiteRole.Member), ada);
        }

        Assert.NotNull((await changing).Value);
        Assert.Equal(SiteRole.Member, (await Account(ada.Username).Check(ada.Id, session.Id, Cancel)).Value!.Role);
    }

    [Fact]
    public async Task Another_try_to_suspend_somebody_deletes_the_sessions_that_were_left()
    {
        var (ada, session) = await SignUpAndIn();
        Faults.OfSessions.Plan(Fault.BeforeCommit);
        await Suspend(ada, Clock.GetUtcNow().AddDays(1));

        await Suspend(ada, Clock.GetUtcNow().AddDays(1));

        Pass(TimeSpan.FromDays(1));
        Assert.False(await IsLive(ada, session));
    }

    [Fact]
    public async Task A_suspension_that_is_over_is_neither_lifted_nor_told_of_and_ends_no_sessions()
    {
        var ada = await SignUp(NewName());
        await Suspend(ada, Clock.GetUtcNow().AddDays(1));
        Pass(TimeSpan.FromDays(1));
        var session = await LogIn(ada);

        await Administer(new(ada.Id, Boss, DisplayName: "Ada L."), ada);
        await Administer(new(ada.Id, Boss, Lift: true), ada);

        Assert.True(await IsLive(ada, session));
        Assert.Equal([AuditActions.UserRenamed, AuditActions.UserSuspended], (await ActsOn(ada)).Select(act => act.Action).Order());
        await Suspend(ada);
        Assert.Contains(await ActsOn(ada), act => act is { Action: AuditActions.UserSuspended, Before: null } && act.After!.Contains("\"until\":null", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_log_writes_times_as_the_api_does()
    {
        var ada = await SignUp(NewName());

        await Suspend(ada, new DateTimeOffset(2036, 12, 1, 2, 0, 0, TimeSpan.FromHours(2)));

        Assert.Contains("\"until\":\"2036-12-01T00:00:00.000Z\"", Assert.Single(await ActsOn(ada)).After, StringComparison.Ordinal);
    }

    private Task Suspend(User user, DateTimeOffset? until = null) => Administer(new(user.Id, Boss, Suspend: new(until, Reason)), user);
}
