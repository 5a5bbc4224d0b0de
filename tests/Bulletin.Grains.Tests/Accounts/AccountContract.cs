using System.Globalization;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Tests.Topics;
using Microsoft.Extensions.Time.Testing;

namespace Bulletin.Grains.Tests.Accounts;

/// <summary>What an account promises, whatever database is below it. Here: coming, being known, going.</summary>
public abstract partial class AccountContract(AccountCluster cluster)
{
    private const string Password = "kettle-on-the-hob";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private AccountFaults Faults => cluster.Faults;

    private FakeTimeProvider Clock => cluster.Clock;

    /// <summary>Lets days pass, but no timer run: what is done every few seconds would take minutes.</summary>
    private void Pass(TimeSpan time) => Clock.AdjustTime(Clock.GetUtcNow() + time);

    [Fact]
    public async Task Of_fifty_sign_ups_for_one_name_in_any_case_one_succeeds()
    {
        var name = NewName();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(i =>
        {
            var written = i % 3 == 0 ? name.ToUpperInvariant() : i % 3 == 1 ? name : Capitalised(name);
            return Account(name).SignUp(new(written, Password, null), Cancel);
        }));

        var user = Assert.Single(outcomes, o => o.Value is not null).Value!;
        Assert.Equal(49, outcomes.Count(o => o.Refusal == Refusal.UsernameTaken));
        Assert.Equal(user, (await Account(name).Profile(Cancel)).Value);
        Assert.Equal(user, (await cluster.Users.Find(name, Cancel))!.User);
    }

    [Fact]
    public async Task Somebody_without_a_display_name_is_shown_by_their_user_name()
    {
        var name = NewName();
        Assert.Equal(name, (await SignUp(name)).DisplayName);

        var other = NewName();
        var named = await Account(other).SignUp(new(other, Password, "Ada Lovelace"), Cancel);
        Assert.Equal("Ada Lovelace", named.Value!.DisplayName);
    }

    [Fact]
    public async Task A_changed_display_name_shows_at_once_and_for_good()
    {
        var user = await SignUp(NewName());
        var changed = await Account(user.Username).ChangeDisplayName(user.Id, "Ada, again", Cancel);

        Assert.Equal(user with { DisplayName = "Ada, again" }, changed.Value);
        Assert.Equal(changed.Value, (await Account(user.Username).Profile(Cancel)).Value);
        Assert.Equal(changed.Value, (await cluster.Users.Find(user.Username, Cancel))!.User);
    }

    [Theory]
    [InlineData("{0}"), InlineData(" {0}\u200b"), InlineData("\u3164{0}"), InlineData("\u2714\ufe0f {0}")]
    public async Task Nobody_can_be_shown_by_somebody_else_s_user_name(string disguise)
    {
        var (ada, mallory) = (await SignUp(NewName()), await SignUp(NewName()));
        var copied = string.Format(CultureInfo.InvariantCulture, disguise, ada.Username.ToUpperInvariant().Replace('A', 'А'));

        Assert.Equal(Refusal.DisplayNameTaken, (await Account(mallory.Username).ChangeDisplayName(mallory.Id, copied, Cancel)).Refusal);
        var other = NewName();
        Assert.Equal(Refusal.DisplayNameTaken, (await Account(other).SignUp(new(other, Password, copied), Cancel)).Refusal);
        Assert.NotNull((await Account(ada.Username).ChangeDisplayName(ada.Id, ada.Username, Cancel)).Value);
    }

    [Theory]
    [InlineData("anna1{0}", "annal{0}"), InlineData("b0b{0}", "BOB{0}"), InlineData("mamie{0}", "marnie{0}"), InlineData("fi{0}", "\ufb01{0}")]
    public async Task Nobody_can_be_shown_by_a_name_that_is_mistaken_for_a_user_name(string username, string shown)
    {
        var (ending, mallory) = (NewName(), await SignUp(NewName()));
        await SignUp(Named(username));

        Assert.Equal(Refusal.DisplayNameTaken, (await Account(mallory.Username).ChangeDisplayName(mallory.Id, Named(shown), Cancel)).Refusal);

        string Named(string name) => string.Format(CultureInfo.InvariantCulture, name, ending[^12..]);
    }

    [Fact]
    public async Task Nobody_can_sign_up_under_a_name_that_is_mistaken_for_another()
    {
        var ending = NewName()[^12..];
        await SignUp($"annal{ending}");

        Assert.Equal(Refusal.UsernameTaken, (await Account($"anna1{ending}").SignUp(new($"anna1{ending}", Password, null), Cancel)).Refusal);
    }

    [Fact]
    public async Task Whose_user_name_looks_like_an_older_one_may_still_be_shown_by_it()
    {
        var ending = NewName()[^12..];
        await SignUp($"annal{ending}");
        var older = new User(Guid.CreateVersion7(), $"anna1{ending}", "Anna", Clock.GetUtcNow());
        Assert.True(await cluster.Users.Create(new(older, "hash"), audit: null, Cancel));

        Assert.NotNull((await Account(older.Username).ChangeDisplayName(older.Id, $"Anna1{ending}", Cancel)).Value);
    }

    [Fact]
    public async Task Two_people_may_share_a_display_name()
    {
        foreach (var user in new[] { await SignUp(NewName()), await SignUp(NewName()) })
            Assert.NotNull((await Account(user.Username).ChangeDisplayName(user.Id, "Grace Hopper", Cancel)).Value);
    }

    [Theory]
    [InlineData("admin"), InlineData("adm1n"), InlineData("support"), InlineData("everyone"), InlineData("rnod")]
    public async Task Nobody_can_sign_up_as_the_server_s_staff(string name) =>
        Assert.Equal(Refusal.UsernameReserved, (await Account(name).SignUp(new(name, Password, null), Cancel)).Refusal);

    [Theory]
    [InlineData("deleted-12345678"), InlineData("de1eted-l2345678")]
    public async Task Nobody_can_sign_up_as_somebody_who_has_left(string name) =>
        Assert.Equal(Refusal.UsernameReserved, (await Account(name).SignUp(new(name, Password, null), Cancel)).Refusal);

    [Fact]
    public async Task A_closed_account_frees_its_name_and_none_of_its_tokens_works_again()
    {
        var (user, session) = await SignUpAndIn();
        var account = Account(user.Username);

        Assert.NotNull((await account.Close(user.Id, Cancel)).Value);

        Assert.Equal(Refusal.InvalidCredentials, (await account.Check(user.Id, session.Id, Cancel)).Refusal);
        Assert.Equal(Refusal.InvalidCredentials, (await account.LogIn(Password, Cancel)).Refusal);
        Assert.Equal(Refusal.UserNotFound, (await account.Profile(Cancel)).Refusal);

        Assert.Equal(Refusal.UsernameTaken, (await account.SignUp(new(user.Username, Password, null), Cancel)).Refusal);
        Clock.Advance(AccountCluster.FreedNamesRest);
        var successor = await SignUp(user.Username);
        Assert.NotEqual(user.Id, successor.Id);
        Assert.Equal(Refusal.InvalidCredentials, (await account.Check(user.Id, session.Id, Cancel)).Refusal);
        Assert.Equal(Refusal.InvalidCredentials, (await account.Check(successor.Id, session.Id, Cancel)).Refusal);
        Assert.Equal(Refusal.InvalidCredentials, (await account.Refresh(session.RefreshToken, Cancel)).Refusal);
        Assert.Equal(Refusal.UserNotFound, (await account.Close(user.Id, Cancel)).Refusal);
        Assert.NotNull((await account.LogIn(Password, Cancel)).Value);
    }

    [Fact]
    public async Task What_a_closed_account_leaves_says_nothing_of_the_person()
    {
        var (user, _) = await SignUpAndIn();
        await Account(user.Username).Close(user.Id, Cancel);

        var left = $"deleted-{user.Id.ToString("N")[^8..]}";
        Assert.Equal(user with { Username = left, DisplayName = "Deleted user" }, (await Account(left).Profile(Cancel)).Value);
        Assert.Null((await cluster.Users.Find(left, Cancel))!.PasswordHash);
        Assert.Equal(Refusal.InvalidCredentials, (await Account(left).LogIn(Password, Cancel)).Refusal);
    }

    [Fact]
    public async Task Sessions_that_could_not_be_cleared_do_not_outlive_the_account()
    {
        var (user, session) = await SignUpAndIn();
        Faults.OfSessions.Plan(Fault.BeforeCommit);

        Assert.NotNull((await Account(user.Username).Close(user.Id, Cancel)).Value);

        Clock.Advance(AccountCluster.FreedNamesRest);
        var successor = await SignUp(user.Username);
        Assert.Equal(Refusal.InvalidCredentials, (await Account(user.Username).Check(successor.Id, session.Id, Cancel)).Refusal);
        Assert.Equal(Refusal.InvalidCredentials, (await Account(user.Username).Refresh(session.RefreshToken, Cancel)).Refusal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_sign_up_that_failed_can_be_made_again_or_has_happened(bool answerLost)
    {
        var name = NewName();
        Faults.OfRows.Plan(answerLost ? Fault.AfterCommit : Fault.BeforeCommit);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Account(name).SignUp(new(name, Password, null), Cancel));

        var again = await Account(name).SignUp(new(name, Password, null), Cancel);
        Assert.Equal(answerLost ? Refusal.UsernameTaken : Refusal.None, again.Refusal);
        Assert.NotNull((await Account(name).LogIn(Password, Cancel)).Value);
    }

    [Fact]
    public async Task People_are_found_by_the_beginning_of_their_names()
    {
        var name = NewName();
        await SignUp(name + "-b");
        await SignUp(name + "-a");
        var people = cluster.Grains.GetGrain<IPeopleGrain>(0);
        var first = await people.Find(name.ToUpperInvariant(), 1, null, Cancel);
        var second = await people.Find(name, 10, first.Next, Cancel);
        Assert.Equal([name + "-a", name + "-b"], first.Items.Concat(second.Items).Select(u => u.Username));
        Assert.Null(second.Next);
    }

    [Fact]
    public async Task A_gateway_of_version_0_1_0_pages_on_from_a_user_name()
    {
        var name = NewName();
        foreach (var end in "cab") await SignUp(name + "-" + end);
        var people = cluster.Grains.GetGrain<IPeopleGrain>(0);
        var first = await people.Search(name, 2, null, Cancel);
        var second = await people.Search(name, 2, first[^1].Username, Cancel);
        Assert.Equal([name + "-a", name + "-b", name + "-c"], first.Concat(second).Select(u => u.Username));
    }

    private IAccountGrain Account(string username) => cluster.Grains.GetGrain<IAccountGrain>(Usernames.Key(username));

    private async Task<User> SignUp(string name)
    {
        var user = (await Account(name).SignUp(new(name, Password, null), Cancel)).Value;
        Assert.NotNull(user);
        return user;
    }

    private async Task<(User User, Session Session)> SignUpAndIn()
    {
        var user = await SignUp(NewName());
        return (user, await LogIn(user));
    }

    private async Task<Session> LogIn(User user, string password = Password)
    {
        var session = (await Account(user.Username).LogIn(password, Cancel)).Value;
        Assert.NotNull(session);
        return session;
    }

    private async Task<bool> IsLive(User user, Session session) =>
        (await Account(user.Username).Check(user.Id, session.Id, Cancel)).Value is not null;

    private static string NewName() => $"u{Guid.CreateVersion7().ToString("n")[12..]}";

    private static string Capitalised(string name) => char.ToUpperInvariant(name[0]) + name[1..];
}

public sealed class AccountsOnPostgres(PostgresAccountCluster cluster) : AccountContract(cluster), IClassFixture<PostgresAccountCluster>;

public sealed class AccountsOnSqlite(SqliteAccountCluster cluster) : AccountContract(cluster), IClassFixture<SqliteAccountCluster>;
