using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Bulletin.Api.Hosting;

/// <summary>
/// Authentication brings along ASP.NET Core's data protection, which keeps keys in the home folder. Bulletin has no cookies
/// and protects nothing with it, so its keys live and die with the process.
/// </summary>
internal sealed class NoProtectedData : IXmlRepository
{
    public static void Configure(KeyManagementOptions keys) => keys.XmlRepository = new NoProtectedData();

    public IReadOnlyCollection<XElement> GetAllElements() => [];

    public void StoreElement(XElement element, string friendlyName) { }
}
