using Bulletin.Grains.Accounts.Passwords;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Bulletin.Grains.Accounts;

/// <summary>The services that account grains need on each silo, in addition to an <see cref="IUserStore"/>.</summary>
internal static class AccountServices
{
    public static IServiceCollection AddAccounts(this IServiceCollection services)
    {
        services.AddOptions<AccountOptions>()
            .BindConfiguration(AccountOptions.Section)
            .Validate(o => o.AllowFewIterations || o.PasswordIterations >= AccountOptions.SafeIterations,
                $"Accounts:PasswordIterations must be at least {AccountOptions.SafeIterations}.")
            .Validate(o => o.ConcurrentHashes >= 0 && o.WaitingHashes >= 0, "Accounts: ConcurrentHashes and WaitingHashes must not be negative.")
            .Validate(o => o.AttemptLimit is >= 1 and <= 1000 && o.SessionLimit is >= 1 and <= 1000,
                "Accounts: AttemptLimit and SessionLimit must be between 1 and 1,000.")
            .Validate(o => o.AttemptLimitOverall is >= 1 and <= 10_000, "Accounts:AttemptLimitOverall must be between 1 and 10,000.")
            .Validate(o => o.AttemptWindow > TimeSpan.Zero && o.SessionLifetime > TimeSpan.Zero && o.SessionMaxAge > TimeSpan.Zero && o.RowFreshness > TimeSpan.Zero,
                "Accounts: AttemptWindow, SessionLifetime, SessionMaxAge and RowFreshness must be positive.")
            .Validate(o => o.RepeatableFor >= TimeSpan.Zero && o.FreedNamesRest >= TimeSpan.Zero, "Accounts: RepeatableFor and FreedNamesRest must not be negative.")
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(s => PasswordHashing.Hasher(s.GetRequiredService<IOptions<AccountOptions>>()));
        services.TryAddSingleton<PasswordHashing>();
        return services;
    }
}
