using Bulletin.Grains.Accounts;
using Bulletin.Grains.Accounts.Passwords;
using Bulletin.Grains.Audit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Bulletin.Grains.Storage;

/// <summary>
/// Operator commands on admins and moderators, run while servers run or before they start. Running servers pick a role up within
/// <see cref="AccountOptions.RowFreshness"/>. Each change is written into the audit log.
/// </summary>
public static class StaffCommands
{
    /// <summary>How often a change is decided anew when somebody else was faster.</summary>
    private const int Attempts = 3;

    /// <summary>Creates an account that is an admin.</summary>
    /// <param name="password">Asked only if the account can be created.</param>
    /// <returns>False if it is an admin already.</returns>
    /// <exception cref="StartFailedException">Somebody else has this name or a similar one, or the name or the password is not valid.</exception>
    public static async Task<bool> CreateAdmin(
        IServiceProvider services, string username, Func<string> password, CancellationToken cancellationToken = default)
    {
        if (!Usernames.IsValid(username) || Usernames.IsClosed(username))
            throw new StartFailedException($"'{username}' is not a valid username: it must be 3 to 32 ASCII letters, digits, dots, underscores or hyphens.");
        var users = services.GetRequiredService<IUserStore>();
        if (await users.Find(Usernames.Key(username), cancellationToken) is { } existing)
        {
            if (existing.Role == SiteRole.Admin) return false;
            throw new StartFailedException($"The user '{existing.User.Username}' exists and is not an admin. To make them one: Bulletin.Silo admin grant {existing.User.Username}");
        }
        if (await users.FindAlike(username, cancellationToken) is [var alike, ..])
            throw new StartFailedException($"'{username}' could be mistaken for the user '{alike}'. Choose another name.");

        var now = Milliseconds.Cut(services.GetRequiredService<TimeProvider>().GetUtcNow());
        StoredAccount account = new(new User(Guid.CreateVersion7(now), username, username, now), Hash(services, username, password()), SiteRole.Admin);
        var act = Act(account, AuditActions.UserCreated, null, new { account.User.Username, account.User.DisplayName, account.Role }, now);
        if (!await users.Create(account, act, cancellationToken))
            throw new StartFailedException($"The name '{username}' has just been taken, or belonged to an account that was closed recently. Choose another name.");
        return true;
    }

    /// <returns>False if they are an admin already.</returns>
    /// <exception cref="StartFailedException">No user has this username.</exception>
    public static async Task<bool> GrantAdmin(IServiceProvider services, string username, CancellationToken cancellationToken = default) =>
        await Change(services, username, _ => SiteRole.Admin, cancellationToken);

    /// <returns>False if they are no admin.</returns>
    /// <exception cref="StartFailedException">No user has this username, or they are the only admin.</exception>
    public static async Task<bool> RevokeAdmin(IServiceProvider services, string username, CancellationToken cancellationToken = default) =>
        await Change(services, username, role => role == SiteRole.Admin ? SiteRole.Member : role, cancellationToken);

    /// <summary>Makes a user a moderator, or an ordinary user again.</summary>
    /// <exception cref="StartFailedException">No user has this username, or they are an admin.</exception>
    public static Task SetModerator(IServiceProvider services, string username, bool isModerator, CancellationToken cancellationToken = default) =>
        Change(services, username, role => role switch
        {
            SiteRole.Admin => throw new StartFailedException($"'{username}' is an admin, who may do all that a moderator may. To change that: Bulletin.Silo admin revoke {username}"),
            _ => isModerator ? SiteRole.Moderator : SiteRole.Member,
        }, cancellationToken);

    /// <returns>All admins by username, and whether each is suspended.</returns>
    public static async Task<IReadOnlyList<(User User, bool IsSuspended)>> ListAdmins(IServiceProvider services, CancellationToken cancellationToken = default)
    {
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var staff = await services.GetRequiredService<IUserStore>().Staff(cancellationToken);
        return [.. staff.Where(account => account.Role == SiteRole.Admin).Select(account => (account.User, account.IsSuspended(now)))];
    }

    private static async Task<StoredAccount> Find(IServiceProvider services, string username, CancellationToken cancellationToken) =>
        await services.GetRequiredService<IUserStore>().Find(Usernames.Key(username), cancellationToken) is { PasswordHash: not null } account
            ? account
            : throw new StartFailedException($"No user has the username '{username}'.");

    /// <param name="decide">The role they shall have, instead of the one they have. Asked again if somebody else changes the account meanwhile.</param>
    private static async Task<bool> Change(IServiceProvider services, string username, Func<SiteRole, SiteRole> decide, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var account = await Find(services, username, cancellationToken);
            var role = decide(account.Role);
            if (account.Role == role) return false;
            var act = Act(account, AuditActions.UserRoleChanged, new { account.Role }, new { Role = role }, services.GetRequiredService<TimeProvider>().GetUtcNow());
            switch (await services.GetRequiredService<IUserStore>().Administer(account, account with { Role = role }, [act], cancellationToken))
            {
                case AccountWrite.Done:
                    return true;
                case AccountWrite.LastAdmin:
                    throw new StartFailedException(
                        $"'{account.User.Username}' is the only admin who can sign in. Make somebody else an admin first: Bulletin.Silo admin grant NAME");
                case AccountWrite.NotFound:
                    throw new StartFailedException($"The account '{account.User.Username}' was just closed.");
            }
        }
        throw new StartFailedException($"Somebody else is changing the account '{username}'. Nothing was changed. Try again.");
    }

    private static string Hash(IServiceProvider services, string username, string password)
    {
        if (password.EnumerateRunes().Count() is < PasswordLength.Min or > PasswordLength.Max)
            throw new StartFailedException($"The password must have {PasswordLength.Min} to {PasswordLength.Max} characters.");
        if (CommonPasswords.Has(password, username)) throw new StartFailedException("The password is easy to guess. Choose another one.");
        return PasswordHashing.Hasher(services.GetRequiredService<IOptions<AccountOptions>>()).HashPassword(new object(), password);
    }

    private static AuditEntry Act(StoredAccount account, string action, object? before, object? after, DateTimeOffset at) =>
        AuditEntry.Of(actorId: null, origin: null, action, AuditTarget.User(account.User.Id, account.User.Username), before, after, at);
}
