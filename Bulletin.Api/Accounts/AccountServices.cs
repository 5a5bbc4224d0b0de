namespace Bulletin.Api.Accounts;

/// <summary>Accounts at the gateway.</summary>
public static class AccountServices
{
    public static IServiceCollection AddBulletinAccounts(this IServiceCollection services) => services.AddSingleton<SessionEndings>();
}
