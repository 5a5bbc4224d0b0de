namespace Bulletin.Api.Members;

/// <summary>The services that endpoints about members need.</summary>
public static class MemberServices
{
    public static IServiceCollection AddBulletinMembers(this IServiceCollection services) => 
        services.AddSingleton<MemberLookup>().AddSingleton<AcceptedInvitations>();
}
