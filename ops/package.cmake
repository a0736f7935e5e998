# The Debian package: `cpack -G DEB` in the build folder.
install(TARGETS ipep ipepd RUNTIME DESTINATION bin)
install(FILES ${catalogue} DESTINATION share/locale/fr/LC_MESSAGES)
install(PROGRAMS ${CMAKE_SOURCE_DIR}/services/audit/verify.py DESTINATION share/ipep-ledger)
install(FILES ${CMAKE_SOURCE_DIR}/ops/ipepd.service DESTINATION lib/systemd/system)
install(FILES ${CMAKE_SOURCE_DIR}/ops/ipepd.toml DESTINATION /etc/ipepd)
install(FILES ${CMAKE_SOURCE_DIR}/README.md ${CMAKE_SOURCE_DIR}/ops/RUNBOOK.md ${CMAKE_SOURCE_DIR}/ops/CHANGELOG.md
              ${CMAKE_SOURCE_DIR}/ops/alerts.yml ${CMAKE_SOURCE_DIR}/ops/debian/copyright
        DESTINATION share/doc/ipep-ledger)
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME ipep-ledger)
set(CPACK_PACKAGE_VERSION ${CMAKE_PROJECT_VERSION})
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "Ipep ledger <root@localhost>")
set(CPACK_DEBIAN_PACKAGE_SECTION admin)
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "ledger for incentive payments and advances
 Records facts, settles years, explains every amount, proves its log; command
 line, HTTP API, console and event stream.")
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "passwd, tzdata, fonts-liberation, libpangocairo-1.0-0, libcurl4")  # loaded when needed
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "libpq5")  # for several machines
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
    ${CMAKE_SOURCE_DIR}/ops/debian/postinst ${CMAKE_SOURCE_DIR}/ops/debian/prerm ${CMAKE_SOURCE_DIR}/ops/debian/postrm
    ${CMAKE_SOURCE_DIR}/ops/debian/conffiles)
include(CPack)
