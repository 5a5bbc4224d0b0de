using Bulletin.Grains.Accounts;
using Bulletin.Grains.Tests.Topics;

namespace Bulletin.Grains.Tests.Accounts;

/// <summary>What people see of their own sessions, and how they end one from afar.</summary>
public abstract partial class AccountContract
{
    [Fact]
    public async Task Sessions_are_listed_with_client_and_address_the_most_recently_used_first_and_so_after_a_restart()
    {
        var ada = await SignUp(NewName());
        var laptop = await LogIn(ada, "192.0.2.1", "Laptop/1.0");
        var earlier = Clock.GetUtcNow();
        Clock.Advance(TimeSpan.FromMinutes(1));
        var phone = await LogIn(ada, "192.0.2.2", "Phone/1.0");
        var later = Clock.GetUtcNow();
        await Deactivate(Account(ada.Username));

        var sessions = await Account(ada.Username).Sessions(ada.Id, Cancel);

        Assert.Equal(
            [new SessionInfo(phone.Id, later, later, "Phone/1.0", "192.0.2.2"), new SessionInfo(laptop.Id, earlier, earlier, "Laptop/1.0", "192.0.2.1")],
            sessions);
    }

    [Fact]
    public async Task A_refresh_notes_when_and_where_from_a_session_is_used()
    {
        var ada = await SignUp(NewName());
        var session = await LogIn(ada, "192.0.2.1", "Phone/1.0");
        await LogIn(ada, "192.0.2.9", "Laptop/1.0");
        var began = Clock.GetUtcNow();
        Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.NotNull((await Account(ada.Username).Refresh(new RefreshSession(session.RefreshToken, "198.51.100.7", "Phone/1.1"), Cancel)).Value);

        var seen = (await Account(ada.Username).Sessions(ada.Id, Cancel))[0];
        Assert.Equal(new SessionInfo(session.Id, began, Clock.GetUtcNow(), "Phone/1.1", "198.51.100.7"), seen);
    }

    [Fact]
    public async Task A_refresh_by_a_gateway_that_does_not_say_where_from_leaves_what_is_known()
    {
        var ada = await SignUp(NewName());
        var session = await LogIn(ada, "192.0.2.1", "Phone/1.0");

        Assert.NotNull((await Account(ada.Username).Refresh(session.RefreshToken, Cancel)).Value);

        var seen = Assert.Single(await Account(ada.Username).Sessions(ada.Id, Cancel));
        Assert.Equal(("Phone/1.0", "192.0.2.1"), (seen.Client, seen.Address));
    }

    [Fact]
    public async Task A_session_of_a_client_that_said_nothing_is_listed_without_its_client()
    {
        var (ada, session) = await SignUpAndIn();

        var seen = Assert.Single(await Account(ada.Username).Sessions(ada.Id, Cancel));

        Assert.Equal(new SessionInfo(session.Id, Clock.GetUtcNow(), Clock.GetUtcNow(), Client: null, Address: null), seen);
    }

    [Fact]
    public async Task A_session_that_has_run_out_is_not_listed()
    {
        var (ada, _) = await SignUpAndIn();
        Pass(TimeSpan.FromDays(30));
        var session = await LogIn(ada);

        Assert.Equal(session.Id, Assert.Single(await Account(ada.Username).Sessions(ada.Id, Cancel)).Id);
    }

    [Fact]
    public async Task One_session_is_ended_from_another_and_no_third()
    {
        var (ada, lost) = await SignUpAndIn();
        Session[] kept = [await LogIn(ada), await LogIn(ada)];

        Assert.NotNull((await Account(ada.Username).EndSession(ada.Id, lost.Id, Cancel)).Value);

        Assert.False(await IsLive(ada, lost));
        Assert.Equal(Refusal.InvalidCredentials, (await Account(ada.Username).Refresh(lost.RefreshToken, Cancel)).Refusal);
        Assert.Equal(kept.Select(s => s.Id).ToHashSet(), (await Account(ada.Username).Sessions(ada.Id, Cancel)).Select(s => s.Id).ToHashSet());
        foreach (var session in kept) Assert.True(await IsLive(ada, session));
    }

    [Fact]
    public async Task A_session_that_is_over_or_never_was_is_not_found()
    {
        var (ada, session) = await SignUpAndIn();
        await Account(ada.Username).EndSession(ada.Id, session.Id, Cancel);

        Assert.Equal(Refusal.SessionNotFound, (await Account(ada.Username).EndSession(ada.Id, session.Id, Cancel)).Refusal);
        Assert.Equal(Refusal.SessionNotFound, (await Account(ada.Username).EndSession(ada.Id, Guid.CreateVersion7(), Cancel)).Refusal);
    }

    [Fact]
    public async Task Nobody_sees_or_ends_the_sessions_of_another()
    {
        var (ada, session) = await SignUpAndIn();
        var (lin, _) = await SignUpAndIn();

        Assert.Empty(await Account(ada.Username).Sessions(lin.Id, Cancel));
        Assert.Equal(Refusal.SessionNotFound, (await Account(ada.Username).EndSession(lin.Id, session.Id, Cancel)).Refusal);
        Assert.Equal(Refusal.SessionNotFound, (await Account(lin.Username).EndSession(lin.Id, session.Id, Cancel)).Refusal);
        Assert.True(await IsLive(ada, session));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_end_that_failed_can_be_made_again_or_has_happened(bool answerLost)
    {
        var (ada, session) = await SignUpAndIn();
        Faults.OfSessions.Plan(answerLost ? Fault.AfterCommit : Fault.BeforeCommit);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Account(ada.Username).EndSession(ada.Id, session.Id, Cancel));

        var again = await Account(ada.Username).EndSession(ada.Id, session.Id, Cancel);

        Assert.Equal(answerLost ? Refusal.SessionNotFound : Refusal.None, again.Refusal);
        Assert.False(await IsLive(ada, session));
    }

    private async Task<Session> LogIn(User user, string address, string client)
    {
        var session = (await Account(user.Username).LogIn(new LogIn(Password, address, client), Cancel)).Value;
        Assert.NotNull(session);
        return session;
    }
}
