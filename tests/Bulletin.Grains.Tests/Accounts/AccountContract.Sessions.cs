using Bulletin.Grains.Accounts;
using Bulletin.Grains.Tests.Topics;

namespace Bulletin.Grains.Tests.Accounts;

/// <summary>Sessions: who may speak for an account, and how that ends.</summary>
public abstract partial class AccountContract
{
    [Fact]
    public async Task A_session_speaks_for_its_user_alone()
    {
        var (ada, session) = await SignUpAndIn();
        var (lin, other) = await SignUpAndIn();

        Assert.Equal(new Actor(ada, false), (await Account(ada.Username).Check(ada.Id, session.Id, Cancel)).Value);
        Assert.Equal(new Actor(ada, false), session.Actor);
        Assert.False(await IsLive(ada, other));
        Assert.Equal(Refusal.InvalidCredentials, (await Account(ada.Username).Check(lin.Id, session.Id, Cancel)).Refusal);
        Assert.Equal(Refusal.InvalidCredentials, (await Account(lin.Username).Refresh(session.RefreshToken, Cancel)).Refusal);
    }

    [Fact]
    public async Task A_refresh_spends_the_token_and_the_session_goes_on()
    {
        var (ada, session) = await SignUpAndIn();
        for (var i = 0; i < 3; i++)
        {
            var next = (await Account(ada.Username).Refresh(session.RefreshToken, Cancel)).Value;
            Assert.NotNull(next);
            Assert.Equal(session.Id, next.Id);
            Assert.NotEqual(session.RefreshToken, next.RefreshToken);
            session = next;
        }
        Assert.True(await IsLive(ada, session));
    }

    [Fact]
    public async Task A_token_used_again_after_half_a_minute_ends_its_whole_session_and_no_other()
    {
        var (ada, session) = await SignUpAndIn();
        var other = await LogIn(ada);
        var next = (await Account(ada.Username).Refresh(session.RefreshToken, Cancel)).Value!;
        Clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(Refusal.InvalidCredentials, (await Account(ada.Username).Refresh(session.RefreshToken, Cancel)).Refusal);

        Assert.False(await IsLive(ada, session));
        Assert.Equal(Refusal.InvalidCredentials, (await Account(ada.Username).Refresh(next.RefreshToken, Cancel)).Refusal);
        Assert.True(await IsLive(ada, other));
        Assert.NotNull((await Account(ada.Username).Refresh(other.RefreshToken, Cancel)).Value);
    }

    [Fact]
    public async Task A_refresh_whose_answer_got_lost_is_answered_the_same_again()
    {
        var (ada, session) = await SignUpAndIn();
        var lost = (await Account(ada.Username).Refresh(session.RefreshToken, Cancel)).Value!;
        await Deactivate(Account(ada.Username));
        Clock.Advance(TimeSpan.FromSeconds(29));

        var again = (await Account(ada.Username).Refresh(session.RefreshToken, Cancel)).Value!;

        Assert.Equal(lost, again);
        Assert.NotNull((await Account(ada.Username).Refresh(again.RefreshToken, Cancel)).Value);
        Assert.True(await IsLive(ada, session));
    }

    [Fact]
    public async Task A_token_before_the_one_spent_last_ends_the_session_at_once()
    {
        var (ada, session) = await SignUpAndIn();
        var next = (await Account(ada.Username).Refresh(session.RefreshToken, Cancel)).Value!;
        await Account(ada.Username).Refresh(next.RefreshToken, Cancel);

        Assert.Equal(Refusal.InvalidCredentials, (await Account(ada.Username).Refresh(session.RefreshToken, Cancel)).Refusal);
        Assert.False(await IsLive(ada, session));
    }

    [Fact]
    public async Task Of_many_refreshes_at_once_all_are_answered_with_one_and_the_same_token()
    {
        var (ada, session) = await SignUpAndIn();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Account(ada.Username).Refresh(session.RefreshToken, Cancel)));

        Assert.Single(outcomes.Select(o => o.Value!.RefreshToken).Distinct());
        Assert.True(await IsLive(ada, session));
    }

    [Fact]
    public async Task Ten_thousand_refreshes_with_lost_answers_failed_writes_and_restarts_end_no_session_and_double_none()
    {
        var (ada, session) = await SignUpAndIn();
        var (token, lost, chance) = (session.RefreshToken, false, new Random(15));
        for (var done = 0; done < 10_000;)
        {
            if (chance.Next(2_000) == 0) await Deactivate(Account(ada.Username));
            if (chance.Next(20) == 0) Faults.OfSessions.Plan(chance.Next(2) == 0 ? Fault.BeforeCommit : Fault.AfterCommit);
            try
            {
                var outcome = await Account(ada.Username).Refresh(token, Cancel);
                Assert.Equal(Refusal.None, outcome.Refusal);
                Assert.Equal(session.Id, outcome.Value!.Id);
                done++;
                // One in five answers is lost: the client sends the same token again, soon enough.
                lost = !lost && chance.Next(5) == 0;
                if (lost) Clock.Advance(TimeSpan.FromSeconds(chance.Next(29)));
                else token = outcome.Value.RefreshToken;
            }
            catch (StorageUnavailableException)
            {
                // As unclear as a lost answer.
            }
        }
        Assert.True(await IsLive(ada, session));
    }

    [Fact]
    public async Task A_made_up_token_ends_nobody_s_session()
    {
        var (ada, session) = await SignUpAndIn();
        var madeUp = RefreshToken.Create(ada.Username, session.Id).InClear();

        Assert.Equal(Refusal.InvalidCredentials, (await Account(ada.Username).Refresh(madeUp, Cancel)).Refusal);
        Assert.Equal(Refusal.InvalidCredentials, (await Account(ada.Username).Refresh("nonsense", Cancel)).Refusal);
        await Account(ada.Username).LogOut(madeUp, Cancel);

        Assert.True(await IsLive(ada, session));
        Assert.NotNull((await Account(ada.Username).Refresh(session.RefreshToken, Cancel)).Value);
    }

    [Fact]
    public async Task A_log_out_ends_one_session_and_asked_again_answers_the_same()
    {
        var (ada, session) = await SignUpAndIn();
        var other = await LogIn(ada);

        for (var i = 0; i < 2; i++) Assert.NotNull((await Account(ada.Username).LogOut(session.RefreshToken, Cancel)).Value);

        Assert.False(await IsLive(ada, session));
        Assert.Equal(Refusal.InvalidCredentials, (await Account(ada.Username).Refresh(session.RefreshToken, Cancel)).Refusal);
        Assert.True(await IsLive(ada, other));
    }

    [Fact]
    public async Task The_twenty_first_session_ends_the_one_that_was_not_used_for_longest()
    {
        var (ada, first) = await SignUpAndIn();
        List<Session> sessions = [first];
        while (sessions.Count < 20)
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            sessions.Add(await LogIn(ada));
        }
        Clock.Advance(TimeSpan.FromSeconds(1));
        await Account(ada.Username).Refresh(first.RefreshToken, Cancel);

        sessions.Add(await LogIn(ada));

        foreach (var session in sessions) Assert.Equal(session != sessions[1], await IsLive(ada, session));
    }

    [Fact]
    public async Task A_session_ends_thirty_days_after_it_was_last_refreshed()
    {
        var (ada, session) = await SignUpAndIn();
        Pass(TimeSpan.FromDays(29));
        var next = (await Account(ada.Username).Refresh(session.RefreshToken, Cancel)).Value!;
        Pass(TimeSpan.FromDays(29));
        Assert.True(await IsLive(ada, session));

        Pass(TimeSpan.FromDays(1));
        Assert.False(await IsLive(ada, session));
        Assert.Equal(Refusal.InvalidCredentials, (await Account(ada.Username).Refresh(next.RefreshToken, Cancel)).Refusal);
    }

    [Fact]
    public async Task A_session_ends_half_a_year_after_it_began_however_often_it_is_refreshed()
    {
        var (ada, session) = await SignUpAndIn();
        var token = session.RefreshToken;
        for (var days = 0; days < 175; days += 25)
        {
            Pass(TimeSpan.FromDays(25));
            token = (await Account(ada.Username).Refresh(token, Cancel)).Value!.RefreshToken;
        }
        Assert.True(await IsLive(ada, session));

        Pass(TimeSpan.FromDays(5));
        Assert.False(await IsLive(ada, session));
    }

    [Fact]
    public async Task Sessions_outlive_their_grain()
    {
        var (ada, session) = await SignUpAndIn();
        var ended = await LogIn(ada);
        await Account(ada.Username).LogOut(ended.RefreshToken, Cancel);

        await Deactivate(Account(ada.Username));

        Assert.True(await IsLive(ada, session));
        Assert.False(await IsLive(ada, ended));
        Assert.NotNull((await Account(ada.Username).Refresh(session.RefreshToken, Cancel)).Value);
    }

    [Fact]
    public async Task What_an_operator_changes_arrives_within_half_a_minute()
    {
        var (ada, session) = await SignUpAndIn();
        var stored = await cluster.Users.Find(ada.Username, Cancel);
        Assert.Equal(AccountWrite.Done, await cluster.Users.Administer(stored!, stored! with { Role = SiteRole.Moderator }, [], Cancel));
        Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.True((await Account(ada.Username).Check(ada.Id, session.Id, Cancel)).Value!.IsModerator);
    }

    [Fact]
    public async Task Who_is_signed_in_stays_so_while_storage_is_away()
    {
        var (ada, session) = await SignUpAndIn();
        Faults.Away = true;
        try
        {
            Pass(TimeSpan.FromHours(1));
            Assert.True(await IsLive(ada, session));
            await Assert.ThrowsAsync<StorageUnavailableException>(() => Account(ada.Username).LogIn(Password, Cancel));
            await Assert.ThrowsAsync<StorageUnavailableException>(() => Account(NewName()).Check(ada.Id, session.Id, Cancel));
        }
        finally
        {
            Faults.Away = false;
        }
        Assert.True(await IsLive(ada, session));
    }

    [Fact]
    public async Task A_refresh_whose_write_failed_can_be_made_again()
    {
        var (ada, session) = await SignUpAndIn();
        Faults.OfSessions.Plan(Fault.BeforeCommit);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Account(ada.Username).Refresh(session.RefreshToken, Cancel));

        Assert.True(await IsLive(ada, session));
        Assert.NotNull((await Account(ada.Username).Refresh(session.RefreshToken, Cancel)).Value);
    }

    [Fact]
    public async Task A_refresh_that_was_written_but_not_answered_can_be_made_again()
    {
        var (ada, session) = await SignUpAndIn();
        Faults.OfSessions.Plan(Fault.AfterCommit);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Account(ada.Username).Refresh(session.RefreshToken, Cancel));

        var next = (await Account(ada.Username).Refresh(session.RefreshToken, Cancel)).Value;
        Assert.NotNull((await Account(ada.Username).Refresh(next!.RefreshToken, Cancel)).Value);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_sign_in_whose_write_failed_leaves_the_other_sessions_as_they_are(bool answerLost)
    {
        var (ada, session) = await SignUpAndIn();
        Faults.OfSessions.Plan(answerLost ? Fault.AfterCommit : Fault.BeforeCommit);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Account(ada.Username).LogIn(Password, Cancel));

        Assert.True(await IsLive(ada, session));
        var next = await LogIn(ada);
        Assert.True(await IsLive(ada, next));
        Assert.NotNull((await Account(ada.Username).Refresh(session.RefreshToken, Cancel)).Value);
    }

    [Fact]
    public async Task A_check_does_not_wait_for_a_write_and_sees_it_only_once_it_is_durable()
    {
        var (ada, session) = await SignUpAndIn();
        var held = Faults.Held = new();
        var leaving = Account(ada.Username).LogOut(session.RefreshToken, Cancel);
        try
        {
            await held.Begun.WaitAsync(Cancel);
            Assert.True(await IsLive(ada, session));
            Assert.False(leaving.IsCompleted);
        }
        finally
        {
            Faults.Held = null;
            held.Release();
        }
        Assert.NotNull((await leaving).Value);
        Assert.False(await IsLive(ada, session));
    }

    /// <summary>Puts all grains out of memory, and waits until this one is. A collection passes over a grain that has yet to end its last call.</summary>
    private Task Deactivate(IAccountGrain account)
    {
        var management = cluster.Grains.GetGrain<IManagementGrain>(0);
        return Eventually.That(
            async () =>
            {
                await management.ForceActivationCollection(TimeSpan.Zero);
                return !(await management.GetActiveGrains(account.GetGrainId().Type)).Contains(account.GetGrainId());
            },
            "the account is out of memory");
    }
}
