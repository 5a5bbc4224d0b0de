using Bulletin.Grains.Accounts;
using Bulletin.Grains.Audit;
using Bulletin.Grains.Tests.Topics;

namespace Bulletin.Grains.Tests.Accounts;

/// <summary>What admins do to an account, and what the audit log says of it.</summary>
public abstract partial class AccountContract
{
    private const string Reason = "Spam";

    private static readonly Actor Boss = new(Sample.Person("boss"), IsModerator: true, IsAdmin: true, new Origin("192.0.2.1", "trace", IsAdminApi: true));

    [Fact]
    public async Task Nobody_but_an_admin_can_administer_an_account()
    {
        var ada = await SignUp(NewName());
        var (account, moderator, name) = (Account(ada.Username), Boss with { IsAdmin = false }, NewName());

        Assert.Equal(Refusal.NotAllowed, (await account.Administer(new(ada.Id, moderator, Role: SiteRole.Admin), Cancel)).Refusal);
        Assert.Equal(Refusal.NotAllowed, (await account.EndSessions(ada.Id, moderator, Cancel)).Refusal);
        Assert.Equal(Refusal.NotAllowed, (await account.Remove(ada.Id, moderator, Cancel)).Refusal);
        Assert.Equal(Refusal.NotAllowed, (await account.BeginReset(new(ada.Id, NewToken(), Clock.GetUtcNow().AddMinutes(30), moderator), Cancel)).Refusal);
        Assert.Equal(Refusal.NotAllowed, (await Account(name).Create(new(name, null, SiteRole.Member, moderator, NewToken(), Clock.GetUtcNow().AddMinutes(30)), Cancel)).Refusal);

        Assert.Equal(SiteRole.Member, (await cluster.Users.Find(ada.Username, Cancel))!.Role);
        Assert.Empty(await ActsOn(ada));
    }

    [Fact]
    public async Task A_role_applies_to_sessions_that_have_begun_before()
    {
        var (ada, session) = await SignUpAndIn();

        await Administer(new(ada.Id, Boss, Role: SiteRole.Moderator), ada);

        var actor = (await Account(ada.Username).Check(ada.Id, session.Id, Cancel)).Value!;
        Assert.Equal(SiteRole.Moderator, actor.Role);
        Assert.Equal(new LoggedAct(AuditActions.UserRoleChanged, """{"role":"member"}""", """{"role":"moderator"}"""), Assert.Single(await ActsOn(ada)));
    }

    [Fact]
    public async Task A_change_writes_an_entry_for_each_thing_that_it_changes_and_none_for_what_stays()
    {
        var ada = await SignUp(NewName());

        await Administer(new(ada.Id, Boss, DisplayName: ada.DisplayName, Role: SiteRole.Member, Lift: true), ada);
        Assert.Empty(await ActsOn(ada));
        await Administer(new(ada.Id, Boss, DisplayName: "Ada L.", Role: SiteRole.Moderator, Suspend: new(null, Reason)), ada);

        Assert.Equal([AuditActions.UserRenamed, AuditActions.UserRoleChanged, AuditActions.UserSuspended], (await ActsOn(ada)).Select(act => act.Action).Order());
        await Administer(new(ada.Id, Boss, Suspend: new(null, Reason)), ada);
        Assert.Equal(3, (await ActsOn(ada)).Count);
        Assert.Equal("Ada L.", (await Account(ada.Username).Profile(Cancel)).Value!.DisplayName);
    }

    [Fact]
    public async Task An_admin_gives_nobody_the_name_of_another()
    {
        var (ada, lin) = (await SignUp(NewName()), await SignUp(NewName()));
        Assert.Equal(Refusal.DisplayNameTaken, (await Account(lin.Username).Administer(new(lin.Id, Boss, DisplayName: ada.Username), Cancel)).Refusal);
    }

    [Fact]
    public async Task What_an_operator_has_just_changed_is_not_undone_by_an_admin()
    {
        var ada = await SignUp(NewName());
        var stored = await cluster.Users.Find(ada.Username, Cancel);
        await cluster.Users.Administer(stored!, stored! with { Role = SiteRole.Moderator }, [], Cancel);

        await Administer(new(ada.Id, Boss, DisplayName: "Ada L."), ada);

        Assert.Equal(SiteRole.Moderator, (await cluster.Users.Find(ada.Username, Cancel))!.Role);
    }

    [Fact]
    public async Task What_an_operator_changes_while_an_admin_s_change_is_written_is_not_undone()
    {
        var ada = await SignUp(NewName());
        Faults.Meanwhile = users => Make(users, ada, SiteRole.Moderator);

        await Administer(new(ada.Id, Boss, DisplayName: "Ada L."), ada);

        var stored = (await cluster.Users.Find(ada.Username, Cancel))!;
        Assert.Equal((SiteRole.Moderator, "Ada L."), (stored.Role, stored.User.DisplayName));
        Assert.Equal(AuditActions.UserRenamed, Assert.Single(await ActsOn(ada)).Action);
    }

    [Fact]
    public async Task A_role_that_an_operator_takes_away_is_gone_after_half_a_minute_whatever_its_owner_changes()
    {
        var (ada, session) = await SignUpAndIn();
        await Administer(new(ada.Id, Boss, Role: SiteRole.Moderator), ada);
        await Make(cluster.Users, ada, SiteRole.Member);

        for (var i = 0; i < 3; i++)
        {
            Clock.Advance(TimeSpan.FromSeconds(15));
            Assert.NotNull((await Account(ada.Username).ChangeDisplayName(ada.Id, $"Ada {i}", Cancel)).Value);
        }

        Assert.Equal(SiteRole.Member, (await Account(ada.Username).Check(ada.Id, session.Id, Cancel)).Value!.Role);
    }

    private static async Task Make(IUserStore users, User user, SiteRole role)
    {
        var stored = (await users.Find(user.Username, Cancel))!;
        Assert.Equal(AccountWrite.Done, await users.Administer(stored, stored with { Role = role }, [], Cancel));
    }

    [Fact]
    public async Task The_end_of_all_sessions_takes_the_link_for_a_new_password_away()
    {
        var ada = await SignUp(NewName());
        var token = await BeginReset(ada);

        Assert.NotNull((await Account(ada.Username).EndSessions(ada.Id, Boss, Cancel)).Value);

        Assert.Equal(Refusal.ResetNotFound, (await Account(ada.Username).ResetPassword(new(token, Other, "stranger"), Cancel)).Refusal);
    }

    [Fact]
    public async Task An_admin_ends_all_sessions_of_an_account_and_it_can_sign_in_again()
    {
        var (ada, session) = await SignUpAndIn();
        var other = await LogIn(ada);

        Assert.NotNull((await Account(ada.Username).EndSessions(ada.Id, Boss, Cancel)).Value);

        Assert.False(await IsLive(ada, session));
        Assert.Equal(Refusal.InvalidCredentials, (await Account(ada.Username).Refresh(other.RefreshToken, Cancel)).Refusal);
        await LogIn(ada);
        Assert.Equal(new LoggedAct(AuditActions.UserSessionsEnded, null, null), Assert.Single(await ActsOn(ada)));
    }

    [Fact]
    public async Task Sessions_that_could_not_be_ended_are_in_the_log_and_end_with_another_try()
    {
        var (ada, session) = await SignUpAndIn();
        Faults.OfSessions.Plan(Fault.BeforeCommit);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Account(ada.Username).EndSessions(ada.Id, Boss, Cancel));

        Assert.Single(await ActsOn(ada));
        Assert.NotNull((await Account(ada.Username).EndSessions(ada.Id, Boss, Cancel)).Value);
        Assert.False(await IsLive(ada, session));
    }

    [Fact]
    public async Task A_removed_account_is_gone_like_a_closed_one_and_the_log_still_knows_its_name()
    {
        var (ada, session) = await SignUpAndIn();

        Assert.NotNull((await Account(ada.Username).Remove(ada.Id, Boss, Cancel)).Value);

        Assert.False(await IsLive(ada, session));
        Assert.Equal(Refusal.UserNotFound, (await Account(ada.Username).Profile(Cancel)).Refusal);
        var left = $"deleted-{ada.Id.ToString("N")[^8..]}";
        Assert.Equal("Deleted user", (await Account(left).Profile(Cancel)).Value!.DisplayName);
        Assert.Equal(
            new LoggedAct(AuditActions.UserRemoved, $$"""{"username":"{{ada.Username}}","displayName":"{{ada.DisplayName}}","role":"member"}""", null),
            Assert.Single(await ActsOn(ada)));
        Assert.Equal(Refusal.UserNotFound, (await Account(left).Administer(new(ada.Id, Boss, Role: SiteRole.Moderator), Cancel)).Refusal);
    }

    [Fact]
    public async Task The_only_admin_can_be_neither_demoted_nor_suspended_nor_removed_nor_go()
    {
        var ada = await SignUp(NewName());
        await Administer(new(ada.Id, Boss, Role: SiteRole.Admin), ada);
        var account = Account(ada.Username);
        try
        {
            Assert.Equal(Refusal.LastAdmin, (await account.Administer(new(ada.Id, Boss, Role: SiteRole.Member), Cancel)).Refusal);
            Assert.Equal(Refusal.LastAdmin, (await account.Administer(new(ada.Id, Boss, Suspend: new(null, Reason)), Cancel)).Refusal);
            Assert.Equal(Refusal.LastAdmin, (await account.Remove(ada.Id, Boss, Cancel)).Refusal);
            Assert.Equal(Refusal.LastAdmin, (await account.Close(ada.Id, Cancel)).Refusal);
            Assert.NotNull((await account.LogIn(Password, Cancel)).Value);
        }
        finally
        {
            // The other tests share the database.
            await cluster.Storage.Database.Change("UPDATE users SET role = 0 WHERE role = 2 RETURNING id", _ => true, Cancel);
        }
    }

    [Fact]
    public async Task An_account_that_an_admin_creates_opens_to_no_password_until_its_owner_sets_one()
    {
        var name = NewName();
        var token = NewToken();
        var user = (await Account(name).Create(new(name, "Ada L.", SiteRole.Moderator, Boss, token, Clock.GetUtcNow().AddMinutes(30)), Cancel)).Value!;

        foreach (var guess in new[] { "", Password }) Assert.Equal(Refusal.InvalidCredentials, (await Account(name).LogIn(guess, Cancel)).Refusal);
        Assert.Equal(Refusal.UsernameTaken, (await Account(name).Create(new(name, null, SiteRole.Member, Boss, NewToken(), Clock.GetUtcNow().AddMinutes(30)), Cancel)).Refusal);
        Assert.Equal(user, (await Account(name).ResetPassword(new(token, Password, "home"), Cancel)).Value);

        Assert.Equal(SiteRole.Moderator, (await LogIn(user)).Actor.Role);
        Assert.Contains(new LoggedAct(AuditActions.UserCreated, null, $$"""{"username":"{{name}}","displayName":"Ada L.","role":"moderator"}"""), await ActsOn(user));
    }

    private async Task Administer(AdministerAccount command, User user) =>
        Assert.Equal(Refusal.None, (await Account(user.Username).Administer(command, Cancel)).Refusal);

    /// <summary>What the audit log has about a user, oldest first.</summary>
    private Task<List<LoggedAct>> ActsOn(User user) => cluster.Storage.Database.Query(
        "SELECT action, before, after FROM audit_log WHERE target_id = @id ORDER BY at, id",
        row => new LoggedAct(row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2)),
        Cancel,
        ("id", user.Id));

    private sealed record LoggedAct(string Action, string? Before, string? After);
}
