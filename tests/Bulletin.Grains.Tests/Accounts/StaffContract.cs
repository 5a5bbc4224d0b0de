using Bulletin.Grains.Accounts;
using Bulletin.Grains.Audit;
using Bulletin.Grains.Storage;
using Bulletin.Grains.Tests.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Grains.Tests.Accounts;

/// <summary>What an operator's commands do to admins and moderators, beside a server that uses the same database.</summary>
public abstract class StaffContract(StorageFixture storage) : IAsyncLifetime
{
    private const string Password = "kettle-on-the-hob";

    private ServiceProvider _commands = null!;

    protected StorageFixture Storage => storage;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await storage.InitializeAsync();
        _commands = await Open(mayCreate: false);
    }

    public async ValueTask DisposeAsync()
    {
        await _commands.DisposeAsync();
        await storage.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task The_first_admin_is_created_with_a_password_that_opens_the_account()
    {
        Assert.True(await StaffCommands.CreateAdmin(_commands, "Ada", () => Password, Cancel));

        var ada = (await storage.Users.Find("ada", Cancel))!;
        Assert.Equal((SiteRole.Admin, "Ada"), (ada.Role, ada.User.Username));
        Assert.Equal(PasswordVerificationResult.Success, new PasswordHasher<object>().VerifyHashedPassword(this, ada.PasswordHash!, Password));
        Assert.Equal([$$"""{{AuditActions.UserCreated}} {"username":"Ada","displayName":"Ada","role":"admin"}"""], await Acts());
    }

    [Fact]
    public async Task An_admin_who_exists_is_left_as_they_are_and_no_password_is_asked()
    {
        await StaffCommands.CreateAdmin(_commands, "ada", () => Password, Cancel);
        var before = await storage.Users.Find("ada", Cancel);

        Assert.False(await StaffCommands.CreateAdmin(_commands, "ada", () => throw new InvalidOperationException("Asked."), Cancel));

        Assert.Equal(before, await storage.Users.Find("ada", Cancel));
        Assert.Single(await Acts());
    }

    [Fact]
    public async Task A_user_who_exists_is_not_made_an_admin_unasked()
    {
        await NewUser("ada");

        var refused = await Assert.ThrowsAsync<StartFailedException>(() => StaffCommands.CreateAdmin(_commands, "ada", () => Password, Cancel));

        Assert.Contains("admin grant ada", refused.Message, StringComparison.Ordinal);
        Assert.Equal(SiteRole.Member, (await storage.Users.Find("ada", Cancel))!.Role);
    }

    [Theory]
    [InlineData("a", Password)]
    [InlineData("ada lovelace", Password)]
    [InlineData("ada", "seven77")]
    [InlineData("ada", "Password123!")]
    [InlineData("margaret", "margaret")]
    [InlineData("rnark", Password)]
    public async Task Names_and_passwords_that_nobody_could_sign_up_with_are_refused(string username, string password)
    {
        await NewUser("mark");
        await Assert.ThrowsAsync<StartFailedException>(() => StaffCommands.CreateAdmin(_commands, username, () => password, Cancel));
        Assert.Empty(await StaffCommands.ListAdmins(_commands, Cancel));
    }

    [Fact]
    public async Task The_only_admin_stays_one_until_there_is_another()
    {
        await StaffCommands.CreateAdmin(_commands, "ada", () => Password, Cancel);
        await NewUser("lin");

        await Assert.ThrowsAsync<StartFailedException>(() => StaffCommands.RevokeAdmin(_commands, "ada", Cancel));
        Assert.True(await StaffCommands.GrantAdmin(_commands, "lin", Cancel));
        Assert.True(await StaffCommands.RevokeAdmin(_commands, "ada", Cancel));

        Assert.Equal(["lin"], (await StaffCommands.ListAdmins(_commands, Cancel)).Select(admin => admin.User.Username));
        Assert.Equal(
            [$$"""{{AuditActions.UserRoleChanged}} {"role":"admin"}""", $$"""{{AuditActions.UserRoleChanged}} {"role":"member"}"""], (await Acts())[1..]);
    }

    [Fact]
    public async Task An_admin_is_not_turned_into_a_moderator()
    {
        await StaffCommands.CreateAdmin(_commands, "ada", () => Password, Cancel);
        await NewUser("lin");

        var refused = await Assert.ThrowsAsync<StartFailedException>(() => StaffCommands.SetModerator(_commands, "ada", isModerator: true, Cancel));
        Assert.Contains("admin revoke", refused.Message, StringComparison.Ordinal);
        await StaffCommands.SetModerator(_commands, "lin", isModerator: true, Cancel);
        Assert.Equal(SiteRole.Moderator, (await storage.Users.Find("lin", Cancel))!.Role);
    }

    [Fact]
    public async Task A_command_for_somebody_who_does_not_exist_names_them()
    {
        var refused = await Assert.ThrowsAsync<StartFailedException>(() => StaffCommands.GrantAdmin(_commands, "nobody", Cancel));
        Assert.Contains("nobody", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Opens storage as the commands do.</summary>
    protected Task<ServiceProvider> Open(bool mayCreate) => SharedStorage.Open(
        new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(new ConfigurationBuilder().Build()), storage.Options, mayCreate, Cancel);

    private async Task NewUser(string name) =>
        Assert.True(await storage.Users.Create(new(Sample.Person(name), "hash"), audit: null, Cancel));

    /// <summary>What the log says that an operator did, oldest first.</summary>
    private Task<List<string>> Acts() => storage.Database.Query(
        "SELECT action, after FROM audit_log WHERE actor_id IS NULL AND address IS NULL ORDER BY at, id", row => $"{row.GetString(0)} {row.GetString(1)}", Cancel);
}

public sealed class StaffOnPostgres(SharedPostgres server) : StaffContract(new PostgresStorage(server))
{
    [Fact]
    public async Task A_database_of_another_version_is_not_migrated()
    {
        await Storage.Database.ChangeOne(
            "DELETE FROM bulletin_migrations WHERE number = (SELECT MAX(number) FROM bulletin_migrations) RETURNING number", Cancel);

        foreach (var mayCreate in new[] { false, true })
            Assert.Contains("another version", (await Assert.ThrowsAsync<StartFailedException>(() => Open(mayCreate))).Message, StringComparison.Ordinal);
    }
}

public sealed class StaffOnSqlite() : StaffContract(new SqliteStorage());
