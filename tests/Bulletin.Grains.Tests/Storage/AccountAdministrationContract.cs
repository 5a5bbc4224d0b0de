using Bulletin.Grains.Accounts;
using Bulletin.Grains.Audit;

namespace Bulletin.Grains.Tests.Storage;

/// <summary>What admins do to accounts, on a database of its own: who is the last admin depends on all accounts in it.</summary>
public abstract partial class AccountAdministrationContract(StorageFixture storage)
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    private static DateTimeOffset Now => Milliseconds.Cut(TimeProvider.System.GetUtcNow());

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_an_admin_changes_of_an_account_is_stored_with_its_audit_entries()
    {
        var ada = await NewAccount();
        var next = ada with { User = ada.User with { DisplayName = "Countess" }, Role = SiteRole.Moderator, Suspension = new(Start, Now.AddDays(1), "Rude") };
        AuditEntry[] entries = [WrittenAudit.Entry(ada.User, AuditActions.UserRenamed), WrittenAudit.Entry(ada.User, AuditActions.UserSuspended)];

        Assert.Equal(AccountWrite.Done, await storage.Users.Administer(ada, next, entries, Cancel));

        Assert.Equal(next, await Find(ada));
        Assert.Equal(entries.OrderBy(entry => entry.Id), await Audited(ada));
        Assert.Contains(next.User, await storage.Users.ChangedSince(Now.AddMinutes(-1), Cancel));
        Assert.Equal(AccountWrite.Done, await storage.Users.Administer(next, ada, [], Cancel));
        Assert.Equal(ada, await Find(ada));
    }

    [Fact]
    public async Task A_person_whom_an_admin_renames_is_found_by_the_new_name_only()
    {
        var ada = await NewAccount();
        var word = Guid.CreateVersion7().ToString("n")[12..];
        await storage.Users.ChangeDisplayName(ada.User.Id, $"old{word}", Cancel);

        await storage.Users.Administer((await Find(ada))!, ada with { User = ada.User with { DisplayName = $"new{word}" } }, [], Cancel);

        Assert.Empty((await storage.People.Find($"old{word}", 10, null, Cancel)).Items);
        Assert.Equal(ada.User.Id, Assert.Single((await storage.People.Find($"new{word}", 10, null, Cancel)).Items).Id);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_account_that_is_closed_or_unknown_is_not_changed_and_nothing_is_written_into_the_audit_log(bool isClosed)
    {
        await NewAccount(SiteRole.Admin);
        var gone = isClosed ? await NewAccount() : new StoredAccount(NewUser(), "hash");
        if (isClosed) await Remove(gone, audit: null);

        Assert.Equal(AccountWrite.NotFound, await storage.Users.Administer(gone, gone with { Role = SiteRole.Admin }, [WrittenAudit.Entry(gone.User)], Cancel));
        Assert.Equal(AccountWrite.NotFound, await storage.Users.Administer(gone, gone, [WrittenAudit.Entry(gone.User)], Cancel));

        Assert.Empty(await Audited(gone));
        Assert.Null(await Find(gone));
    }

    [Theory]
    [InlineData("a role")]
    [InlineData("a suspension")]
    [InlineData("the end of a suspension")]
    [InlineData("a name")]
    public async Task A_decision_on_what_somebody_else_has_changed_meanwhile_changes_nothing(string what)
    {
        await NewAccount(SiteRole.Admin);
        var stored = await NewAccount(SiteRole.Moderator);
        var read = what == "the end of a suspension" ? stored with { Suspension = new(Start, Now.AddDays(1), "Rude") } : stored;
        if (read != stored) Assert.Equal(AccountWrite.Done, await storage.Users.Administer(stored, read, [], Cancel));
        var changed = what switch
        {
            "a role" => read with { Role = SiteRole.Member },
            "a name" => read with { User = read.User with { DisplayName = "Countess" } },
            "a suspension" => read with { Suspension = new(Start, Until: null, "Rude") },
            _ => read with { Suspension = null },
        };
        Assert.Equal(AccountWrite.Done, await storage.Users.Administer(read, changed, [], Cancel));

        foreach (var next in new[] { read with { User = read.User with { DisplayName = "Ada L." } }, read with { Role = SiteRole.Admin, Suspension = null } })
            Assert.Equal(AccountWrite.Conflict, await storage.Users.Administer(read, next, [WrittenAudit.Entry(read.User)], Cancel));

        Assert.Equal(changed, await Find(read));
        Assert.Empty(await Audited(read));
    }

    [Fact]
    public async Task Somebody_who_does_not_exist_can_t_be_removed()
    {
        var nobody = new StoredAccount(NewUser(), "hash");

        Assert.Equal(AccountWrite.NotFound, await Remove(nobody, WrittenAudit.Entry(nobody.User)));

        Assert.Empty(await Audited(nobody));
    }

    [Fact]
    public async Task An_account_that_an_admin_creates_has_no_password_and_is_in_the_audit_log()
    {
        var ada = new StoredAccount(NewUser(), "", SiteRole.Moderator);
        var entry = WrittenAudit.Entry(ada.User, AuditActions.UserCreated);

        Assert.True(await storage.Users.Create(ada, entry, Cancel));

        Assert.Equal(ada, await Find(ada));
        Assert.Equal([entry], await Audited(ada));
    }

    [Fact]
    public async Task A_user_name_that_is_taken_leaves_nothing_in_the_audit_log()
    {
        var ada = await NewAccount();
        var other = ada with { User = ada.User with { Id = Guid.CreateVersion7() } };

        Assert.False(await storage.Users.Create(other, WrittenAudit.Entry(other.User, AuditActions.UserCreated), Cancel));

        Assert.Empty(await Audited(other));
    }

    [Fact]
    public async Task An_account_that_is_removed_keeps_neither_role_nor_suspension_nor_when_it_was_seen()
    {
        await NewAccount(SiteRole.Admin);
        var ada = await NewAccount();
        await storage.Users.Administer(ada, ada with { Role = SiteRole.Moderator, Suspension = new(Start, null, "Rude") }, [], Cancel);
        await storage.Users.Seen(ada.User.Id, Start, Cancel);
        var entry = WrittenAudit.Entry(ada.User, AuditActions.UserRemoved);

        Assert.Equal(AccountWrite.Done, await Remove(ada, entry));

        var left = await storage.Users.Find(Anonymous(ada), Cancel);
        Assert.Equal(new StoredAccount(ada.User with { Username = Anonymous(ada), DisplayName = "Deleted user" }, null), left);
        Assert.Null(await LastSeen(ada));
        Assert.Equal([entry], await Audited(ada));
    }

    [Fact]
    public async Task When_somebody_was_last_seen_only_moves_forward_and_is_no_change_to_others()
    {
        var ada = await NewAccount();

        await storage.Users.Seen(ada.User.Id, Start.AddHours(1), Cancel);
        await storage.Users.Seen(ada.User.Id, Start, Cancel);

        Assert.Equal(Start.AddHours(1).ToUnixTimeMilliseconds(), await LastSeen(ada));
        Assert.DoesNotContain(ada.User, await storage.Users.ChangedSince(Start, Cancel));
    }

    [Fact]
    public async Task Admins_are_listed_before_moderators_and_each_by_user_name()
    {
        await NewAccount();
        StoredAccount[] staff = [await NewAccount(SiteRole.Admin), await NewAccount(SiteRole.Moderator), await NewAccount(SiteRole.Admin)];

        var listed = await storage.Users.Staff(Cancel);

        Assert.All(staff, one => Assert.Contains(one, listed));
        Assert.All(listed, one => Assert.NotEqual(SiteRole.Member, one.Role));
        Assert.Equal(listed.OrderByDescending(one => one.Role).ThenBy(one => one.User.Username, StringComparer.Ordinal), listed);
    }

    private static User NewUser()
    {
        var id = Guid.CreateVersion7();
        var name = $"u{id.ToString("n")[12..]}";
        return new(id, name, name, Start);
    }

    private async Task<StoredAccount> NewAccount(SiteRole role = SiteRole.Member, string passwordHash = "hash")
    {
        StoredAccount account = new(NewUser(), passwordHash, role);
        Assert.True(await storage.Users.Create(account, audit: null, Cancel));
        return account;
    }

    private Task<StoredAccount?> Find(StoredAccount account) => storage.Users.Find(account.User.Username, Cancel);

    private static string Anonymous(StoredAccount account) => $"gone-{account.User.Username}";

    private Task<AccountWrite> Remove(StoredAccount account, AuditEntry? audit) =>
        storage.Users.Anonymise(account.User.Id, Anonymous(account), "Deleted user", Start, audit, Cancel);

    private Task<List<AuditEntry>> Audited(StoredAccount account) => WrittenAudit.Of(storage.Database, account.User.Id);

    private async Task<long?> LastSeen(StoredAccount account) => Assert.Single(await storage.Database.Query(
        "SELECT last_seen_at FROM users WHERE id = @id", row => row.IsDBNull(0) ? (long?)null : row.GetInt64(0), Cancel, ("id", account.User.Id)));
}

public sealed class PostgresAccountAdministrationTests(PostgresStorage storage) : AccountAdministrationContract(storage), IClassFixture<PostgresStorage>;

public sealed class SqliteAccountAdministrationTests(SqliteStorage storage) : AccountAdministrationContract(storage), IClassFixture<SqliteStorage>;
