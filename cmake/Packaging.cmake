# `cmake --install` and the Debian package (cpack -G DEB); scripts/package makes both kinds of packages.
include(GNUInstallDirs)

set(data "${CMAKE_INSTALL_DATADIR}/waba_exporter")
# The manual and the completions are what the program says of itself.
set(generated "${CMAKE_BINARY_DIR}/generated/packaging")
set(said)
function(wa_say file)
  add_custom_command(OUTPUT "${generated}/${file}"
                     COMMAND ${CMAKE_COMMAND} -E make_directory "${generated}"
                     COMMAND waba_exporter ${ARGN} > "${generated}/${file}"
                     DEPENDS waba_exporter VERBATIM)
  list(APPEND said "${generated}/${file}")
  set(said ${said} PARENT_SCOPE)
endfunction()
wa_say(waba_exporter.8 manual)
wa_say(completion.bash completion bash)
wa_say(completion.zsh completion zsh)
wa_say(completion.fish completion fish)
set(changelog "${CMAKE_SOURCE_DIR}/deploy/debian")
add_custom_command(OUTPUT "${generated}/waba_exporter.8.gz" "${generated}/changelog.gz" "${generated}/NEWS.gz"
                   COMMAND sh -c "gzip -9n < waba_exporter.8 > waba_exporter.8.gz"
                   COMMAND sh -c "gzip -9n < '${changelog}/changelog' > changelog.gz"
                   COMMAND sh -c "gzip -9n < '${CMAKE_SOURCE_DIR}/CHANGELOG.md' > NEWS.gz"
                   DEPENDS ${said} "${changelog}/changelog" "${CMAKE_SOURCE_DIR}/CHANGELOG.md"
                   WORKING_DIRECTORY "${generated}" VERBATIM)
add_custom_target(package_files DEPENDS ${said} "${generated}/waba_exporter.8.gz")

install(TARGETS waba_exporter DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES config/conditions.toml DESTINATION ${data})
install(FILES alerts/waba.rules.yml alerts/alertmanager.yml alerts/prometheus.yml alerts/waba.tmpl
              alerts/waba_conditions.tmpl alerts/waba_mail.tmpl DESTINATION ${data}/alerts)
install(DIRECTORY dashboards/ DESTINATION ${data}/dashboards FILES_MATCHING PATTERN "waba-*.json"
        PATTERN "make" EXCLUDE PATTERN "provisioning" EXCLUDE)
install(FILES dashboards/provisioning/waba.yaml DESTINATION ${data}/dashboards/provisioning)
install(FILES "${generated}/waba_exporter.8.gz" DESTINATION ${CMAKE_INSTALL_MANDIR}/man8)
install(FILES "${generated}/completion.bash" DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions
        RENAME waba_exporter)
install(FILES "${generated}/completion.zsh" DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions
        RENAME _waba_exporter)
install(FILES "${generated}/completion.fish" DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d
        RENAME waba_exporter.fish)
set(doc ${CMAKE_INSTALL_DATADIR}/doc/waba-exporter)
install(FILES deploy/debian/copyright DESTINATION ${doc})
install(FILES "${generated}/changelog.gz" DESTINATION ${doc})
install(FILES "${generated}/NEWS.gz" DESTINATION ${doc} RENAME CHANGELOG.md.gz)
install(FILES config/waba_exporter.toml DESTINATION ${doc}/examples)
install(FILES deploy/systemd/waba_exporter.service deploy/systemd/waba_exporter.socket
        DESTINATION lib/systemd/system)
install(FILES deploy/systemd/waba_exporter.sysusers DESTINATION lib/sysusers.d RENAME waba_exporter.conf)
install(FILES deploy/debian/waba_exporter.toml DESTINATION /etc/waba_exporter)
# The service's group may look into the first; the second is root's, and systemd hands over what is in it.
install(DIRECTORY DESTINATION /etc/waba_exporter/keys DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE
        GROUP_READ GROUP_EXECUTE)
install(DIRECTORY DESTINATION /etc/waba_exporter/credentials DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE)
install(FILES deploy/debian/lintian-overrides DESTINATION ${CMAKE_INSTALL_DATADIR}/lintian/overrides
        RENAME waba-exporter)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME waba-exporter)
set(CPACK_PACKAGE_VENDOR waba_exporter)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "Prometheus exporter for WhatsApp Business accounts")
set(CPACK_PACKAGE_DESCRIPTION
    "It asks the provider's API about each account, names what is wrong in the
provider's own terms, measures how long it has been wrong against the time
that the provider allows, and calls a person exactly when contacting support
is warranted. Rules of Prometheus, routes of Alertmanager and boards of
Grafana are included.")
set(CPACK_PACKAGE_CONTACT "waba_exporter developers <waba-exporter@localhost.localdomain>")
set(CPACK_STRIP_FILES ON)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE
    WORLD_READ WORLD_EXECUTE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "ca-certificates, systemd | systemd-standalone-sysusers | systemd-sysusers, tzdata")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "prometheus, prometheus-alertmanager, grafana")
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(scripts "${CMAKE_SOURCE_DIR}/deploy/debian")
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA "${scripts}/conffiles" "${scripts}/postinst" "${scripts}/prerm" "${scripts}/postrm")
include(CPack)
