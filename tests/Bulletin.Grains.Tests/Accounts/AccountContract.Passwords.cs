using Bulletin.Grains.Accounts;
using Bulletin.Grains.Tests.Topics;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Bulletin.Grains.Tests.Accounts;

/// <summary>Passwords: what they open, and what guessing comes to.</summary>
public abstract partial class AccountContract
{
    private const int AttemptLimit = 10;
    private const string Wrong = "not-the-password";

    [Fact]
    public async Task A_wrong_password_and_a_name_that_nobody_has_answer_the_same()
    {
        var ada = await SignUp(NewName());
        var wrong = await Account(ada.Username).LogIn(Wrong, Cancel);

        Assert.Equal(new Outcome<Session>(null, Refusal.InvalidCredentials), wrong);
        Assert.Equal(wrong, await Account(NewName()).LogIn(Wrong, Cancel));
        Assert.Equal(wrong, await ByAnyName("no name at all \u2603").LogIn(Wrong, Cancel));
    }

    [Fact]
    public async Task A_wrong_password_and_a_name_that_nobody_has_are_the_same_work()
    {
        var ada = await SignUp(NewName());
        var wrong = await Work(Account(ada.Username));

        Assert.Single(wrong);
        Assert.Equal(wrong, await Work(Account(NewName())));
        Assert.Equal(wrong, await Work(ByAnyName("no name at all")));

        Task<IReadOnlyList<string>> Work(IAccountGrain account) =>
            cluster.Compared.During(async () => Assert.Equal(Refusal.InvalidCredentials, (await account.LogIn(Wrong, Cancel)).Refusal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_ten_wrong_passwords_none_is_taken_for_five_minutes(bool exists)
    {
        var name = NewName();
        var user = exists ? await SignUp(name) : null;
        var session = user is null ? null : await LogIn(user);
        for (var i = 0; i < AttemptLimit; i++)
        {
            Assert.Equal(Refusal.InvalidCredentials, (await Account(name).LogIn(Wrong, Cancel)).Refusal);
            Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var refused = await Account(name).LogIn(Password, Cancel);
        Assert.Equal(new Outcome<Session>(null, Refusal.TooManyAttempts, TimeSpan.FromSeconds(300 - AttemptLimit)), refused);
        if (user is not null)
        {
            Assert.True(await IsLive(user, session!));
            Assert.NotNull((await Account(name).Refresh(session!.RefreshToken, Cancel)).Value);
        }

        Clock.Advance(refused.RetryAfter!.Value - TimeSpan.FromMilliseconds(1));
        Assert.Equal(Refusal.TooManyAttempts, (await Account(name).LogIn(Password, Cancel)).Refusal);
        Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(exists ? Refusal.None : Refusal.InvalidCredentials, (await Account(name).LogIn(Password, Cancel)).Refusal);
    }

    [Fact]
    public async Task A_stranger_who_guesses_locks_out_neither_the_owner_nor_their_password_change()
    {
        var (ada, session) = await SignUpAndIn();
        for (var i = 0; i < AttemptLimit; i++) Assert.Equal(Refusal.InvalidCredentials, (await From("stranger", Wrong)).Refusal);
        Assert.Equal(Refusal.TooManyAttempts, (await From("stranger", Password)).Refusal);

        Assert.NotNull((await From("home", Password)).Value);
        Assert.NotNull((await Account(ada.Username).ChangePassword(ada.Id, session.Id, Password, "another-fine-one", Cancel)).Value);

        Task<Outcome<Session>> From(string address, string password) => Account(ada.Username).LogIn(new LogIn(password, address), Cancel);
    }

    [Fact]
    public async Task Many_strangers_together_get_no_more_tries_and_the_owner_s_address_still_does()
    {
        var ada = await SignUp(NewName());
        Assert.NotNull((await From("home", Password)).Value);
        for (var i = 0; i < 100; i++) await From($"stranger {i}", Wrong);

        Assert.Equal(Refusal.TooManyAttempts, (await From("stranger 100", Wrong)).Refusal);
        Assert.NotNull((await From("home", Password)).Value);

        Task<Outcome<Session>> From(string address, string password) => Account(ada.Username).LogIn(new LogIn(password, address), Cancel);
    }

    [Fact]
    public async Task Many_guesses_at_once_are_no_more_than_one_after_the_other()
    {
        var ada = await SignUp(NewName());
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => Account(ada.Username).LogIn(Wrong, Cancel)));
        Assert.Equal(AttemptLimit, outcomes.Count(o => o.Refusal == Refusal.InvalidCredentials));
        Assert.Equal(20, outcomes.Count(o => o.Refusal == Refusal.TooManyAttempts));
    }

    [Fact]
    public async Task The_owner_s_sign_in_clears_the_count()
    {
        var ada = await SignUp(NewName());
        for (var round = 0; round < 2; round++)
        {
            for (var i = 1; i < AttemptLimit; i++) await Account(ada.Username).LogIn(Wrong, Cancel);
            await LogIn(ada);
        }
    }

    [Fact]
    public async Task A_changed_password_ends_every_session_but_the_caller_s()
    {
        var (ada, mine) = await SignUpAndIn();
        var other = await LogIn(ada);

        Assert.NotNull((await Account(ada.Username).ChangePassword(ada.Id, mine.Id, Password, "another-fine-one", Cancel)).Value);

        Assert.True(await IsLive(ada, mine));
        Assert.NotNull((await Account(ada.Username).Refresh(mine.RefreshToken, Cancel)).Value);
        Assert.False(await IsLive(ada, other));
        Assert.Equal(Refusal.InvalidCredentials, (await Account(ada.Username).Refresh(other.RefreshToken, Cancel)).Refusal);
        Assert.Equal(Refusal.InvalidCredentials, (await Account(ada.Username).LogIn(Password, Cancel)).Refusal);
        await LogIn(ada, "another-fine-one");
    }

    [Fact]
    public async Task A_wrong_current_password_changes_nothing_and_counts_against_this_session_alone()
    {
        var (ada, mine) = await SignUpAndIn();
        var other = await LogIn(ada);
        for (var i = 0; i < AttemptLimit; i++)
            Assert.Equal(Refusal.InvalidCredentials, (await Change()).Refusal);

        Assert.Equal(Refusal.TooManyAttempts, (await Change()).Refusal);
        Assert.NotNull((await Account(ada.Username).LogIn(Password, Cancel)).Value);
        Assert.NotNull((await Account(ada.Username).ChangePassword(ada.Id, other.Id, Password, "another-fine-one", Cancel)).Value);
        Assert.True(await IsLive(ada, other));

        Task<Outcome<Done>> Change() => Account(ada.Username).ChangePassword(ada.Id, mine.Id, Wrong, "another-fine-one", Cancel);
    }

    [Fact]
    public async Task A_password_change_that_failed_half_way_leaves_the_old_password_and_no_stolen_session()
    {
        var (ada, mine) = await SignUpAndIn();
        var other = await LogIn(ada);
        Faults.OfRows.Plan(Fault.BeforeCommit);
        await Assert.ThrowsAsync<StorageUnavailableException>(Change);

        Assert.False(await IsLive(ada, other));
        Assert.True(await IsLive(ada, mine));
        Assert.NotNull((await Change()).Value);
        await LogIn(ada, "another-fine-one");

        Task<Outcome<Done>> Change() => Account(ada.Username).ChangePassword(ada.Id, mine.Id, Password, "another-fine-one", Cancel);
    }

    [Fact]
    public async Task Neither_a_check_nor_a_refresh_nor_a_log_out_waits_for_a_password()
    {
        var (ada, session) = await SignUpAndIn();
        Task<Outcome<Session>> signingIn;
        using (var held = cluster.Passwords.Hold())
        {
            signingIn = Account(ada.Username).LogIn(Password, Cancel);
            await held.Reached(Cancel);

            Assert.True(await IsLive(ada, session));
            var next = (await Account(ada.Username).Refresh(session.RefreshToken, Cancel)).Value;
            Assert.NotNull((await Account(ada.Username).LogOut(next!.RefreshToken, Cancel)).Value);
            Assert.False(signingIn.IsCompleted);
        }
        Assert.NotNull((await signingIn).Value);
    }

    [Fact]
    public async Task An_outdated_hash_is_brought_up_to_date_by_a_sign_in()
    {
        var ada = await SignUp(NewName());
        var outdated = await ReplaceHash(ada, iterations: 1_000);
        Clock.Advance(TimeSpan.FromMinutes(1));
        await Account(ada.Username).Profile(Cancel);

        await LogIn(ada);
        var hash = (await cluster.Users.Find(ada.Username, Cancel))!.PasswordHash!;
        Assert.NotEqual(outdated, hash);
        Assert.Equal(PasswordVerificationResult.Success, Hasher(AccountCluster.Iterations).VerifyHashedPassword(ada, hash, Password));
        await LogIn(ada);
    }

    private IAccountGrain ByAnyName(string name) => cluster.Grains.GetGrain<IAccountGrain>(Usernames.KeyToTry(name));

    private async Task<string> ReplaceHash(User user, int iterations)
    {
        var hash = Hasher(iterations).HashPassword(user, Password);
        Assert.True(await cluster.Users.ChangePasswordHash(user.Id, hash, Cancel));
        return hash;
    }

    private static PasswordHasher<User> Hasher(int iterations) => new(Options.Create(new PasswordHasherOptions { IterationCount = iterations }));
}
